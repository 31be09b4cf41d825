import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { cancelImportStep } from "../steps/cancel-import"
import { CancelImportInput } from "../types"

export const cancelPeopleImportWorkflowId = "cancel-people-import"
/**
 * This workflow stops an import, or drops one that nobody has confirmed. People who were made by then stay. One that is over
 * stays as it is, and with `only_if_unconfirmed` so does one that runs. `POST /admin/user-lifecycle/imports/:id/cancel` uses it.
 *
 * Errors: `not_found` with code `user_lifecycle.import_not_found`; `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * await cancelPeopleImportWorkflow(container).run({ input: { import_id } })
 *
 * @summary Stop an import of people.
 */
export const cancelPeopleImportWorkflow = createWorkflow(
  cancelPeopleImportWorkflowId,
  function (input: WorkflowData<CancelImportInput>) {
    return new WorkflowResponse(cancelImportStep(input))
  }
)
