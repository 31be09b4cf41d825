import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { cancelPeopleImportWorkflow, PeopleImport } from "../../../../../../workflows/import"
import { describeImport } from "../../../../../../workflows/import/describe-import"
import { changeContext } from "../../../../../change-context"
import { AdminCancelImportType } from "../../../validators"

/** Stops an import: see `cancelPeopleImportWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminCancelImportType>,
  res: MedusaResponse<{ import: PeopleImport }>
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const import_id = req.params.id
  await cancelPeopleImportWorkflow(req.scope).run({
    input: { import_id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json({ import: await describeImport(db, import_id) })
}
