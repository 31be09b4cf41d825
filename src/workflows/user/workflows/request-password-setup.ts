import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { announcePasswordSetupStep } from "../steps/announce-password-setup"
import {
  createPasswordSetupStep,
  CreatePasswordSetupStepInput,
} from "../steps/create-password-setup"

export const requestPasswordSetupWorkflowId = "request-password-setup"
/**
 * This workflow sends somebody who has no password yet another link to set one. "Reset password" on the login page uses it.
 * It emits `auth.password_reset`, as Medusa's reset does (2.21), with a token that lives for
 * `provisioning.set_password_ttl_seconds`.
 *
 * @summary Send another link to set a first password.
 */
export const requestPasswordSetupWorkflow = createWorkflow(
  requestPasswordSetupWorkflowId,
  function (input: WorkflowData<CreatePasswordSetupStepInput>) {
    announcePasswordSetupStep(createPasswordSetupStep(input))
    return new WorkflowResponse(undefined)
  }
)
