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
import { announceSetup } from "../announce-setup"
import { reactivateUserStep } from "../steps/reactivate-user"
import { ChangeUserInput } from "../types"

export const reactivateUserWorkflowId = "reactivate-user"
/**
 * This workflow ends a person's suspension: they can log in again, and their secret API keys work again unless they were
 * revoked. `POST /admin/users/:id/reactivate` uses it.
 *
 * Whoever has a password login, and no password yet, is sent another link to set one: the suspension ended the one they had.
 *
 * Tokens and sessions from before the suspension stay dead. It does not bring back somebody who is offboarded: see
 * `restoreUserWorkflow`.
 *
 * Running it for somebody who is active succeeds and changes nothing. It emits `user_lifecycle.user_reactivated` if
 * anything changed.
 *
 * Hooks: `validate` before anything is written, `userReactivated` after.
 *
 * Errors: `not_found` for an unknown id; `not_allowed` for somebody who is offboarded
 * (`user_lifecycle.user_is_offboarded`); `unauthorized` for an actor whose access ended meanwhile.
 *
 * @example
 * const { result: userAccess } = await reactivateUserWorkflow(container).run({
 *   input: { user_id: "user_123" },
 * })
 *
 * @summary Reactivate a suspended admin user.
 */
export const reactivateUserWorkflow = createWorkflow(
  reactivateUserWorkflowId,
  function (input: WorkflowData<ChangeUserInput>) {
    const validate = createHook("validate", { input })
    const change = reactivateUserStep(input)

    announceSetup(change)
    when("something-changed", { change }, ({ change }) => change.changed).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_REACTIVATED),
        data: { user_id: input.user_id },
      })
    })

    const userAccess = transform({ change }, ({ change }) => change.user_access)
    const userReactivated = createHook("userReactivated", { userAccess })
    return new WorkflowResponse(userAccess, { hooks: [validate, userReactivated] })
  }
)
