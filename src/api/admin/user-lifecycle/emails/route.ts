import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { listEmails } from "../../../../database/deliveries"
import { searchInTurn } from "../../../take-turns"
import { AdminGetLifecycleEmailsType } from "../validators"

/** The emails that were put on their way, newest first, and what became of them. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetLifecycleEmailsType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const filters = req.validatedQuery as AdminGetLifecycleEmailsType
  const found = await searchInTurn(req, res, () => listEmails(db, filters))
  if (found) {
    res.json({ ...found, offset: filters.offset, limit: filters.limit })
  }
}
