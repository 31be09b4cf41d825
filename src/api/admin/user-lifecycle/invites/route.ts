import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { listInvitesWithDelivery } from "../../../../database/invites"
import { searchInTurn } from "../../../take-turns"
import { AdminGetLifecycleInvitesType } from "../validators"

/** The open invites, newest first, with what became of their emails. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetLifecycleInvitesType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { status, q, limit, offset } = req.validatedQuery as AdminGetLifecycleInvitesType
  const found = await searchInTurn(req, res, () =>
    listInvitesWithDelivery(db, { status, q, limit, offset })
  )
  if (found) {
    res.json({ ...found, offset, limit })
  }
}
