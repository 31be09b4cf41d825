import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { listInvitesWithDelivery } from "../../../../database/invites"
import { AdminGetLifecycleInvitesType } from "../validators"

/** The open invites, newest first, with what became of their emails. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetLifecycleInvitesType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { status, q, limit, offset } = req.validatedQuery as AdminGetLifecycleInvitesType
  const { invites, count } = await listInvitesWithDelivery(db, { status, q, limit, offset })
  res.json({ invites, count, offset, limit })
}
