import {
  createHook,
  createWorkflow,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { revokeAllSessionsStep } from "../steps/revoke-all-sessions"
import { RevokeAllSessionsInput } from "../types"

export const revokeAllSessionsWorkflowId = "revoke-all-sessions"
/**
 * This workflow ends the tokens and sessions of every admin user at once, and the password reset links that they were
 * sent. `POST /admin/user-lifecycle/revoke-all-sessions` uses it, and spares the session with which it is asked.
 *
 * Everybody can log in again. Secret API keys are no sessions, and work on. The ledger has an entry for each person.
 *
 * It can't be undone: it has no compensation, and should be the last step of a larger workflow.
 *
 * Hooks: `validate` before anything is written, `allSessionsRevoked` after.
 *
 * Errors: `not_allowed`, code `user_lifecycle.revoked_lately`, for a person who has done it within the last minute; `unauthorized` for an actor whose access ended meanwhile.
 *
 * @example
 * const { result } = await revokeAllSessionsWorkflow(container).run({
 *   input: { reason: "the JWT secret may have leaked" },
 * })
 *
 * @summary End the sessions of all admin users.
 */
export const revokeAllSessionsWorkflow = createWorkflow(
  revokeAllSessionsWorkflowId,
  function (input: WorkflowData<RevokeAllSessionsInput>) {
    const validate = createHook("validate", { input })
    const revoked = revokeAllSessionsStep(input)
    const allSessionsRevoked = createHook("allSessionsRevoked", { revoked })
    return new WorkflowResponse(revoked, { hooks: [validate, allSessionsRevoked] })
  }
)
