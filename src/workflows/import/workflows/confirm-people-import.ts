import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { composeRoleChecks } from "../../user/workflows/compose-role-checks"
import { confirmImportStep } from "../steps/confirm-import"
import { listRolesOfImportStep } from "../steps/list-roles-of-import"
import { ConfirmImportInput } from "../types"

export const confirmPeopleImportWorkflowId = "confirm-people-import"
/**
 * This workflow lets an import begin: whoever confirms it makes the people of the file admins, and is named in the ledger for
 * each of them. `POST /admin/user-lifecycle/imports/:id/confirm` uses it. It does not wait for the people, whom whichever
 * instance is up makes one line after the other: see `runPeopleImportsWorkflow`.
 *
 * A line whose person is a user or invited by then changes nothing, so that the same file can be imported twice.
 *
 * Errors: `not_found` with code `user_lifecycle.import_not_found`; `not_allowed` with code `user_lifecycle.import_not_ready`;
 * `forbidden` for roles that the actor does not have; `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * await confirmPeopleImportWorkflow(container).run({ input: { import_id, skip_invalid: true } })
 *
 * @summary Make the people of a file admin users.
 */
export const confirmPeopleImportWorkflow = createWorkflow(
  confirmPeopleImportWorkflowId,
  function (input: WorkflowData<ConfirmImportInput>) {
    composeRoleChecks(listRolesOfImportStep(input), input)
    confirmImportStep(input)
    emitEventStep({
      eventName: busEventName(LifecycleEventType.IMPORT_CONFIRMED),
      data: transform({ input }, ({ input }) => ({ import_id: input.import_id })),
    })
    return new WorkflowResponse(undefined)
  }
)
