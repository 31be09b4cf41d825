import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { deliverEmailsStep } from "../steps/deliver-emails"
import { queueInviteEmailStep, QueueInviteEmailStepInput } from "../steps/queue-invite-email"

export const sendInviteEmailWorkflowId = "send-invite-email"
/**
 * This workflow sends the email for an invite, once for each token of it. The subscriber on `invite.created` and
 * `invite.resent` uses it. What does not leave at once is tried again by whichever instance is up.
 *
 * It returns how the attempt ended, as counts; nothing was attempted for an invite that is no longer pending, or whose
 * email has left.
 *
 * @example
 * await sendInviteEmailWorkflow(container).run({
 *   input: { invite_id: "invite_123", trigger_type: "invite.created" },
 * })
 *
 * @summary Send an invite's email.
 */
export const sendInviteEmailWorkflow = createWorkflow(
  sendInviteEmailWorkflowId,
  function (input: WorkflowData<QueueInviteEmailStepInput>) {
    const delivery_ids = queueInviteEmailStep(input)
    const result = deliverEmailsStep(transform({ delivery_ids }, (data) => data))
    return new WorkflowResponse(result)
  }
)
