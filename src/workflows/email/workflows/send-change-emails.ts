import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { deliverEmailsStep } from "../steps/deliver-emails"
import {
  releaseEmailsOfUserStep,
  ReleaseEmailsOfUserStepInput,
} from "../steps/release-emails-of-user"

export const sendChangeEmailsWorkflowId = "send-change-emails"
/**
 * This workflow sends the emails that tell a person of a change to them: another email, a suspension, or its end. The
 * subscriber on these changes uses it, so that they leave at once; without it they leave a moment later.
 *
 * @summary Send the emails about a change to a person.
 */
export const sendChangeEmailsWorkflow = createWorkflow(
  sendChangeEmailsWorkflowId,
  function (input: WorkflowData<ReleaseEmailsOfUserStepInput>) {
    const delivery_ids = releaseEmailsOfUserStep(input)
    const result = deliverEmailsStep(transform({ delivery_ids }, (data) => data))
    return new WorkflowResponse(result)
  }
)
