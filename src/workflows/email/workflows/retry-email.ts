import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { renewEmailStep, RetryEmailInput } from "../steps/renew-email"

export const retryEmailWorkflowId = "retry-email"
/**
 * This workflow has an email tried again at once that was given up, or that waits for its next attempt: by its id, or that
 * of an invite. It keeps an invite's token. A link to set a password is made anew, as the token of one that was given up is
 * gone. An email that has left is not sent again, and one that is not needed any more does not leave.
 *
 * `POST /admin/user-lifecycle/emails/:id/retry` and `POST /admin/user-lifecycle/invites/:id/retry` use it. It does not wait
 * for the attempt, which the subscriber on the event that it emits makes. It returns the id of the email.
 *
 * Errors: `not_found` with code `user_lifecycle.email_not_found`; `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * await retryEmailWorkflow(container).run({ input: { invite_id: "invite_123" } })
 *
 * @summary Try again to send an email.
 */
export const retryEmailWorkflow = createWorkflow(
  retryEmailWorkflowId,
  function (input: WorkflowData<RetryEmailInput>) {
    const email_id = renewEmailStep(input)
    emitEventStep({
      eventName: busEventName(LifecycleEventType.EMAIL_RETRIED),
      data: transform({ email_id }, (data) => data),
    })
    return new WorkflowResponse(email_id)
  }
)
