import { InviteWorkflowEvents } from "@medusajs/framework/utils"
import {
  createWorkflow,
  when,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { cancelInviteStep } from "../steps/cancel-invite"
import { ChangeInviteInput } from "../types"

export const cancelInviteWorkflowId = "cancel-invite"
/**
 * This workflow deletes an invite, which nobody can accept any more. `DELETE /admin/invites/:id` uses it. For one that is not
 * there it succeeds and changes nothing. It emits Medusa's `invite.deleted`.
 *
 * Errors: `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * await cancelInviteWorkflow(container).run({ input: { invite_id: "invite_123" } })
 *
 * @summary Delete an invite.
 */
export const cancelInviteWorkflow = createWorkflow(
  cancelInviteWorkflowId,
  function (input: WorkflowData<ChangeInviteInput>) {
    const isCancelled = cancelInviteStep(input)
    when("there-was-one", { isCancelled }, ({ isCancelled }) => isCancelled).then(() => {
      emitEventStep({ eventName: InviteWorkflowEvents.DELETED, data: { id: input.invite_id } })
    })
    return new WorkflowResponse(isCancelled)
  }
)
