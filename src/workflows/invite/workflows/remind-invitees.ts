import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { deliverEmailsStep } from "../../email/steps/deliver-emails"
import { remindInviteesStep } from "../steps/remind-invitees"

export const remindInviteesWorkflowId = "remind-invitees"
/**
 * This workflow reminds people of invites that they have not accepted, `invites.reminder_after_hours` after the last email,
 * and at most twice after an admin has sent the invite. The scheduled job of the same name uses it. The invite gets another
 * token, and is valid for as long as a new one. One instance does so at a time.
 *
 * It does not remind anybody whose invite was never sent, who has become a user, or whom an admin has offboarded or
 * suspended since.
 *
 * @summary Remind people of their invites.
 */
export const remindInviteesWorkflow = createWorkflow(remindInviteesWorkflowId, function () {
  const delivery_ids = remindInviteesStep()
  const result = deliverEmailsStep(transform({ delivery_ids }, (data) => data))
  return new WorkflowResponse(result)
})
