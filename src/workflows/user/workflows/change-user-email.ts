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
import { changeUserEmailStep } from "../steps/change-user-email"
import { validateUserEmailStep } from "../steps/validate-user-email"
import { ChangeUserEmailInput } from "../types"

export const changeUserEmailWorkflowId = "change-user-email"
/**
 * This workflow gives a person another email: their user row and their password login change together, and all tokens,
 * sessions and password reset links die. `POST /admin/users/:id/change-email` uses it. The password stays, and so do
 * logins at single sign-on providers, which go by an id of the provider's.
 *
 * Whoever has no password yet is sent another link to set one, to the new email. Pending invites to the new email are cancelled, as
 * nobody has to invite a user, and so are those to the former one. It does not ask the person to confirm
 * that they receive mail there.
 *
 * Where the password login is also a customer's, the customer keeps it under the former email, and the person's second
 * factors have to be set up anew.
 *
 * With the email that the person has it succeeds and changes nothing. It emits `user_lifecycle.user_email_changed` if
 * anything changed.
 *
 * Hooks: `validate` before anything is written, `emailChanged` after.
 *
 * Errors: `not_found` for an unknown id; `duplicate_error` for an email that another user has, in any case; `invalid_data`
 * with code `user_lifecycle.email_invalid`, `.email_mixes_scripts` or `.email_domain_not_allowed`; `not_allowed` for somebody who is offboarded
 * (`user_lifecycle.user_is_offboarded`), or who has several password logins, one of them with the email
 * (`user_lifecycle.logins_ambiguous`); `unauthorized` for an actor whose access ended meanwhile.
 *
 * @example
 * const { result: userAccess } = await changeUserEmailWorkflow(container).run({
 *   input: { user_id: "user_123", email: "ada.lovelace@example.com" },
 * })
 *
 * @summary Change an admin user's email.
 */
export const changeUserEmailWorkflow = createWorkflow(
  changeUserEmailWorkflowId,
  function (input: WorkflowData<ChangeUserEmailInput>) {
    const email = validateUserEmailStep(input.email)
    const request = transform({ input, email }, ({ input, email }) => ({ ...input, email }))
    const validate = createHook("validate", { input: request })
    const change = changeUserEmailStep(request)

    announceSetup(change)
    when("something-changed", { change }, ({ change }) => change.changed).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_EMAIL_CHANGED),
        data: { user_id: input.user_id },
      })
    })

    const userAccess = transform({ change }, ({ change }) => change.user_access)
    const emailChanged = createHook("emailChanged", { userAccess })
    return new WorkflowResponse(userAccess, { hooks: [validate, emailChanged] })
  }
)
