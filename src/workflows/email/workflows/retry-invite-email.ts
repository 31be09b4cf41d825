import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { deliverEmailsStep } from "../steps/deliver-emails"
import { renewInviteEmailStep, RenewInviteEmailStepInput } from "../steps/renew-invite-email"

export const retryInviteEmailWorkflowId = "retry-invite-email"
/**
 * This workflow tries again at once to send an invite's email that was given up, or that waits for its next attempt. It
 * keeps the token: an email that has left is not sent again. `POST /admin/user-lifecycle/invites/:id/retry` uses it.
 *
 * Errors: `not_found` with code `user_lifecycle.email_not_found`.
 *
 * @example
 * const { result } = await retryInviteEmailWorkflow(container).run({ input: { invite_id: "invite_123" } })
 *
 * @summary Try again to send an invite's email.
 */
export const retryInviteEmailWorkflow = createWorkflow(
  retryInviteEmailWorkflowId,
  function (input: WorkflowData<RenewInviteEmailStepInput>) {
    const delivery_ids = renewInviteEmailStep(input)
    const result = deliverEmailsStep(transform({ delivery_ids }, (data) => data))
    return new WorkflowResponse(result)
  }
)
