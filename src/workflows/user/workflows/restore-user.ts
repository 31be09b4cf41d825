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
import { restoreUserStep } from "../steps/restore-user"
import { ChangeUserInput } from "../types"

export const restoreUserWorkflowId = "restore-user"
/**
 * This workflow brings an offboarded person back as the same user, with the same id. `POST /admin/users/:id/restore` uses
 * it. They get an email to set a new password, and nobody can log in until it is used. Where `http.authMethodsPerActor` leaves passwords
 * out, they get no login and no email, and sign in at an identity provider with the email that they have here.
 *
 * Nothing of the old access comes back: no login, no API key, no session, no role. Restoring is not reactivating: somebody
 * who is suspended is refused. For somebody who is active it succeeds and changes nothing.
 *
 * It emits `user_lifecycle.user_restored` if anything changed.
 *
 * Hooks: `validate` before anything is written, `userRestored` after.
 *
 * Errors: `not_found` for an unknown id; `duplicate_error` if the email is another user's by now; `not_allowed` for
 * somebody who is suspended (`user_lifecycle.user_is_suspended`); `unauthorized` for an actor whose access ended
 * meanwhile.
 *
 * @example
 * const { result: userAccess } = await restoreUserWorkflow(container).run({
 *   input: { user_id: "user_123", reason: "came back" },
 * })
 *
 * @summary Restore an offboarded admin user.
 */
export const restoreUserWorkflow = createWorkflow(
  restoreUserWorkflowId,
  function (input: WorkflowData<ChangeUserInput>) {
    const validate = createHook("validate", { input })
    const change = restoreUserStep(input)

    announceSetup(change)
    when("something-changed", { change }, ({ change }) => change.changed).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_RESTORED),
        data: { user_id: input.user_id },
      })
    })

    const userAccess = transform({ change }, ({ change }) => change.user_access)
    const userRestored = createHook("userRestored", { userAccess })
    return new WorkflowResponse(userAccess, { hooks: [validate, userRestored] })
  }
)
