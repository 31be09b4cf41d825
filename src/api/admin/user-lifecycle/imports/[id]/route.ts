import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { PeopleImport } from "../../../../../workflows/import"
import { describeImport } from "../../../../../workflows/import/describe-import"

/** An import, and how far it is. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ import: PeopleImport }>
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  res.json({ import: await describeImport(db, req.params.id) })
}
