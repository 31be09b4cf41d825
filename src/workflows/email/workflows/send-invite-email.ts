import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { composeInviteEmailStep, ComposeInviteEmailStepInput } from "../steps/compose-invite-email"
import { sendEmailStep } from "../steps/send-email"

export const sendInviteEmailWorkflowId = "send-invite-email"
/**
 * This workflow sends the email for an invite, once for each token of it. The subscriber on `invite.created` and
 * `invite.resent` uses it. It returns the outcome, and nothing for an invite that is no longer pending.
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
  function (input: WorkflowData<ComposeInviteEmailStepInput>) {
    const email = composeInviteEmailStep(input)
    const outcome = sendEmailStep(email)
    return new WorkflowResponse(outcome)
  }
)
