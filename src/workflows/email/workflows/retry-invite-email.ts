import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { renewInviteEmailStep, RenewInviteEmailStepInput } from "../steps/renew-invite-email"

export const retryInviteEmailWorkflowId = "retry-invite-email"
/**
 * This workflow has an invite's email tried again at once that was given up, or that waits for its next attempt. It keeps
 * the token: an email that has left is not sent again. `POST /admin/user-lifecycle/invites/:id/retry` uses it. It does not
 * wait for the attempt, which the subscriber on the event that it emits makes.
 *
 * Errors: `not_found` with code `user_lifecycle.email_not_found`.
 *
 * @example
 * await retryInviteEmailWorkflow(container).run({ input: { invite_id: "invite_123" } })
 *
 * @summary Try again to send an invite's email.
 */
export const retryInviteEmailWorkflow = createWorkflow(
  retryInviteEmailWorkflowId,
  function (input: WorkflowData<RenewInviteEmailStepInput>) {
    renewInviteEmailStep(input)
    emitEventStep({
      eventName: busEventName(LifecycleEventType.EMAIL_RETRIED),
      data: { id: input.invite_id },
    })
    return new WorkflowResponse(undefined)
  }
)
