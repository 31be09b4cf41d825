import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { PERSON_FIELDS } from "../../../../../database/people"
import { recordExportWorkflow } from "../../../../../workflows/report"
import { countPeople, streamPeople } from "../../../../../workflows/report/list-people"
import { changeContext } from "../../../../change-context"
import { streamRows } from "../../../../stream-rows"
import { today } from "../../../../today"
import { AdminExportLifecyclePeopleType } from "../../validators"
import { toPeopleFilters } from "../filters"

/** People as a file, of one instant: see `streamPeople`. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminExportLifecyclePeopleType>,
  res: MedusaResponse
) => {
  const { format, ...query } = req.validatedQuery as AdminExportLifecyclePeopleType
  const filters = toPeopleFilters(query)
  const count = await countPeople(req.scope, filters)
  // Before the first row leaves, and for good: whoever begins an export has what has left, wherever it breaks off.
  await recordExportWorkflow(req.scope).run({
    input: { of: "people", format, filters: query, count, ...changeContext(req) },
  })
  await streamRows(res, {
    format,
    file_name: `people-${today()}`,
    columns: PERSON_FIELDS,
    rows: streamPeople(req.scope, filters),
  })
}
