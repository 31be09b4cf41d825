import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { ImportLine, listImportLines } from "../../../../../../database/imports"
import { describeImport } from "../../../../../../workflows/import/describe-import"
import { AdminGetImportLinesType } from "../../../validators"

/** The lines of an import, and what became of each. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetImportLinesType>,
  res: MedusaResponse<{ lines: ImportLine[]; count: number; offset: number; limit: number }>
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { status, limit, offset } = req.validatedQuery as AdminGetImportLinesType
  const { id } = await describeImport(db, req.params.id)
  const { lines, count } = await listImportLines(db, id, { statuses: status, limit, offset })
  res.json({ lines, count, offset, limit })
}
