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
import { suspendUserStep } from "../steps/suspend-user"
import { SuspendUserInput } from "../types"

export const suspendUserWorkflowId = "suspend-user"
/**
 * This workflow takes a person's access away for a while: all tokens and sessions die, login is refused, and their secret
 * API keys do not work. `POST /admin/users/:id/suspend` uses it. With `until`, all of that but the dead tokens is over by
 * itself at that instant, on every instance.
 *
 * It removes nothing but links to set or reset a password, which end: login, password, keys, roles and invites stay. It does not stop a request of the person that had
 * begun before it committed.
 *
 * Running it again changes the reason and the end; with the same ones it succeeds and changes nothing. The person gets an email,
 * also of another end, but not of another reason alone. With `only_if_suspended` it changes a suspension, and begins none. It emits
 * `user_lifecycle.user_suspended` if anything changed.
 *
 * Hooks: `validate` before anything is written, `userSuspended` after.
 *
 * Errors: `not_found` for an unknown id; `invalid_data` for an end that is not in the future
 * (`user_lifecycle.until_in_the_past`); `not_allowed` for oneself (`user_lifecycle.self_suspension`), for the last active
 * admin (`user_lifecycle.last_admin`) and for somebody who is offboarded (`user_lifecycle.user_is_offboarded`), and,
 * with `only_if_suspended`, for somebody who is not suspended (`user_lifecycle.user_is_not_suspended`);
 * `unauthorized` for an actor whose access ended meanwhile.
 *
 * @example
 * const { result: userAccess } = await suspendUserWorkflow(container).run({
 *   input: { user_id: "user_123", reason: "parental leave", until: "2027-06-01T00:00:00Z" },
 * })
 *
 * @summary Suspend an admin user.
 */
export const suspendUserWorkflow = createWorkflow(
  suspendUserWorkflowId,
  function (input: WorkflowData<SuspendUserInput>) {
    const validate = createHook("validate", { input })
    const change = suspendUserStep(input)

    when("something-changed", { change }, ({ change }) => change.changed).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_SUSPENDED),
        data: { user_id: input.user_id },
      })
    })

    const userAccess = transform({ change }, ({ change }) => change.user_access)
    const userSuspended = createHook("userSuspended", { userAccess })
    return new WorkflowResponse(userAccess, { hooks: [validate, userSuspended] })
  }
)
