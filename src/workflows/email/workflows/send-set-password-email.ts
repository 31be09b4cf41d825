import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import {
  composeSetPasswordEmailStep,
  ComposeSetPasswordEmailStepInput,
} from "../steps/compose-set-password-email"
import { sendEmailStep } from "../steps/send-email"

export const sendSetPasswordEmailWorkflowId = "send-set-password-email"
/**
 * This workflow sends the email with which a person who was provisioned without a password sets one. The subscriber on
 * `auth.password_reset` uses it. It does nothing for a person who has a password.
 *
 * @summary Send the email to set a first password.
 */
export const sendSetPasswordEmailWorkflow = createWorkflow(
  sendSetPasswordEmailWorkflowId,
  function (input: WorkflowData<ComposeSetPasswordEmailStepInput>) {
    const email = composeSetPasswordEmailStep(input)
    const outcome = sendEmailStep(email)
    return new WorkflowResponse(outcome)
  }
)
