import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { deliverEmailsStep } from "../steps/deliver-emails"
import { queuePasswordEmailStep, QueuePasswordEmailStepInput } from "../steps/queue-password-email"

export const sendPasswordEmailWorkflowId = "send-password-email"
/**
 * This workflow sends the email with which an admin sets their first password, or, having forgotten theirs, another one.
 * The subscriber on `auth.password_reset` uses it. It does nothing for a login that is no admin's.
 *
 * @summary Send the email to set a password.
 */
export const sendPasswordEmailWorkflow = createWorkflow(
  sendPasswordEmailWorkflowId,
  function (input: WorkflowData<QueuePasswordEmailStepInput>) {
    const delivery_ids = queuePasswordEmailStep(input)
    const urgent = transform({ delivery_ids }, (data) => ({ ...data, is_urgent: true }))
    const result = deliverEmailsStep(urgent)
    return new WorkflowResponse(result)
  }
)
