import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { announcePasswordSetupStep } from "../steps/announce-password-setup"
import { requestPasswordResetStep } from "../steps/request-password-reset"
import { ChangeUserInput } from "../types"

export const requestPasswordResetWorkflowId = "request-password-reset"
/**
 * This workflow makes the token with which a person sets another password, and sends it to them, when an admin asks for it.
 * `POST /admin/users/:id/reset-password` uses it, and answers the token, as core's route does.
 *
 * It emits `auth.password_reset`, as Medusa's own does (2.21, `generateResetPasswordTokenWorkflow`). The token lives for 15
 * minutes, or for `provisioning.set_password_ttl_seconds` where the person has no password yet, and makes their former ones useless.
 * It dies with the access of whoever asked for it.
 *
 * Errors: `not_found` for an unknown id; `invalid_data` for somebody without a login with a password; `not_allowed` when it was
 * asked for too often; `unauthorized` for an actor whose access ended meanwhile.
 *
 * @example
 * await requestPasswordResetWorkflow(container).run({ input: { user_id: "user_123" } })
 *
 * @summary Send an admin user a link to set another password.
 */
export const requestPasswordResetWorkflow = createWorkflow(
  requestPasswordResetWorkflowId,
  function (input: WorkflowData<ChangeUserInput>) {
    const reset = requestPasswordResetStep(input)
    announcePasswordSetupStep(reset)
    return new WorkflowResponse(reset)
  }
)
