import {
  createHook,
  createWorkflow,
  transform,
  when,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { revokeSessionsStep } from "../steps/revoke-sessions"
import { ChangeUserInput } from "../types"

export const revokeSessionsWorkflowId = "revoke-sessions"
/**
 * This workflow ends all tokens and sessions of a person, and the password reset links that they were sent.
 * `POST /admin/users/:id/revoke-sessions` uses it.
 *
 * The person can log in again. Secret API keys are no sessions, and work on. For somebody who is offboarded it succeeds
 * and changes nothing. It emits `user_lifecycle.user_sessions_revoked`.
 *
 * Hooks: `validate` before anything is written, `sessionsRevoked` after.
 *
 * Errors: `not_found` for an unknown id; `unauthorized` for an actor whose access ended meanwhile.
 *
 * @example
 * const { result: userAccess } = await revokeSessionsWorkflow(container).run({
 *   input: { user_id: "user_123", reason: "lost laptop" },
 * })
 *
 * @summary End all sessions of an admin user.
 */
export const revokeSessionsWorkflow = createWorkflow(
  revokeSessionsWorkflowId,
  function (input: WorkflowData<ChangeUserInput>) {
    const validate = createHook("validate", { input })
    const change = revokeSessionsStep(input)

    when("something-changed", { change }, ({ change }) => change.changed).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_SESSIONS_REVOKED),
        data: { user_id: input.user_id },
      })
    })

    const userAccess = transform({ change }, ({ change }) => change.user_access)
    const sessionsRevoked = createHook("sessionsRevoked", { userAccess })
    return new WorkflowResponse(userAccess, { hooks: [validate, sessionsRevoked] })
  }
)
