import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { recordExportStep } from "../steps/record-export"
import { RecordExportInput } from "../types"

export const recordExportWorkflowId = "record-export"
/**
 * This workflow tells the ledger that somebody exports people (`people_exported`), the ledger itself (`events_exported`), or an
 * access review (`access_review_exported`): who, from where, in which format, with which filters, and how many there were. It
 * exports nothing itself.
 *
 * `GET /admin/user-lifecycle/people/export`, `…/events/export` and `…/access-reviews/:id/export` run it before the first row
 * leaves.
 *
 * Errors: `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * await recordExportWorkflow(container).run({ input: { of: "people", format: "csv", filters: {}, count: 12 } })
 *
 * @summary Record an export in the ledger.
 */
export const recordExportWorkflow = createWorkflow(
  recordExportWorkflowId,
  function (input: WorkflowData<RecordExportInput>) {
    return new WorkflowResponse(recordExportStep(input))
  }
)
