import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { listScheduledOffboardings } from "../../../../database/scheduled-offboardings"
import { AdminGetScheduledOffboardingsType } from "../validators"

/** Offboardings on a date, the next ones first. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetScheduledOffboardingsType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const filters = req.validatedQuery as AdminGetScheduledOffboardingsType
  const { limit, offset } = filters
  res.json({ ...(await listScheduledOffboardings(db, filters)), offset, limit })
}
