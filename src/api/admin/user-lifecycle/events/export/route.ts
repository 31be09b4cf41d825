import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { countLedger } from "../../../../../database/ledger"
import { recordExportWorkflow } from "../../../../../workflows/report"
import { streamEvents } from "../../../../../workflows/report/stream-events"
import { changeContext } from "../../../../change-context"
import { streamRows } from "../../../../stream-rows"
import { today } from "../../../../today"
import { exportedLifecycleEventFields } from "../../query-config"
import { AdminExportLifecycleEventsType } from "../../validators"

/** The ledger as a file, oldest first: see `streamEvents`. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminExportLifecycleEventsType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { format, ...filters } = req.validatedQuery as AdminExportLifecycleEventsType
  const count = await countLedger(db, filters)
  // Before the first row leaves, and for good: whoever begins an export has what has left, wherever it breaks off. The entry is
  // the last one of an export that leaves none out.
  await recordExportWorkflow(req.scope).run({
    input: { of: "events", format, filters, count, ...changeContext(req) },
  })
  await streamRows(res, {
    format,
    file_name: `events-${today()}`,
    columns: exportedLifecycleEventFields,
    rows: streamEvents(req.scope, filters),
  })
}
