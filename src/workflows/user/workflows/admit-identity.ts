import { InviteWorkflowEvents, UserWorkflowEvents } from "@medusajs/framework/utils"
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
import { admitIdentityStep } from "../steps/admit-identity"
import { AdmitIdentityInput } from "../types"

export const admitIdentityWorkflowId = "admit-identity"
/**
 * This workflow decides about somebody who signed in at an identity provider and is no admin yet. It makes them one if
 * there is a pending invite to their email, which is accepted with it, or if the email's domain is in
 * `provisioning.jit_domains`; it links the login to the active user who has the email; and it refuses everybody else,
 * whoever was offboarded or is suspended above all, with every email and login that was ever theirs. An invite from before
 * an offboarding does not count. `POST /auth/:auth_provider/user` and `POST /cloud/auth/users` use it.
 *
 * It trusts the provider's word for the email, as Medusa does (2.21), unless the provider says that it has not verified it.
 *
 * It emits `user.created`, `invite.accepted` and `user_lifecycle.user_provisioned`, or
 * `user_lifecycle.user_login_linked`.
 *
 * Hooks: `validate` before anything is written, `identityAdmitted` after.
 *
 * Errors: `unauthorized` with code `user_lifecycle.not_invited`, `.user_deleted`, `.user_suspended` or
 * `.email_domain_not_allowed`; `invalid_data` with code `user_lifecycle.email_invalid` or `.email_mixes_scripts`, and for a login that
 * is somebody's already.
 *
 * @example
 * const { result } = await admitIdentityWorkflow(container).run({
 *   input: { auth_identity_id: "authid_123", provider: "google", claims: { email: "ada@example.com" } },
 * })
 *
 * @summary Admit a single sign-on login as an admin's, if policy allows.
 */
export const admitIdentityWorkflow = createWorkflow(
  admitIdentityWorkflowId,
  function (input: WorkflowData<AdmitIdentityInput>) {
    const validate = createHook("validate", { input })
    const admitted = admitIdentityStep(input)

    when("a-user-was-made", { admitted }, ({ admitted }) => admitted.created).then(() => {
      emitEventStep({ eventName: UserWorkflowEvents.CREATED, data: { id: admitted.user_id } })
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_PROVISIONED),
        data: { user_id: admitted.user_id },
      }).config({ name: "emit-user-provisioned" })
    })
    when("a-login-was-linked", { admitted }, ({ admitted }) => !admitted.created).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_LOGIN_LINKED),
        data: { user_id: admitted.user_id },
      }).config({ name: "emit-user-login-linked" })
    })
    const accepted = transform({ admitted }, ({ admitted }) =>
      admitted.accepted_invite_ids.map((id) => ({ id }))
    )
    when("an-invite-was-accepted", { accepted }, ({ accepted }) => accepted.length > 0).then(() => {
      emitEventStep({ eventName: InviteWorkflowEvents.ACCEPTED, data: accepted }).config({
        name: "emit-invite-accepted",
      })
    })

    const identityAdmitted = createHook("identityAdmitted", { admitted })
    return new WorkflowResponse(admitted, { hooks: [validate, identityAdmitted] })
  }
)
