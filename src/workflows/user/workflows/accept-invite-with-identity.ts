import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { AcceptInviteWithIdentityInput } from "../types"
import { composeAcceptance } from "./compose-acceptance"

export const acceptInviteWithIdentityWorkflowId = "accept-invite-with-identity"
/**
 * This workflow makes an invited person an admin with a login that they have already: one that they have just registered,
 * a customer's that they have just logged in with, or one at an identity provider. Otherwise it is the same as
 * `acceptInviteWithPasswordWorkflow`. The two-step form of `POST /admin/invites/accept` uses it, in place of Medusa's
 * `acceptInviteWorkflow`.
 *
 * A customer who accepts with the login of the shop has one password for both from then on: they have shown that they
 * know it.
 *
 * Hooks: `validate` before anything is written, `inviteAccepted` after.
 *
 * Errors: those of `acceptInviteWithPasswordWorkflow`; `unauthorized` with code `user_lifecycle.login_gone`; `invalid_data` for a login
 * that is an admin's.
 *
 * @example
 * const { result } = await acceptInviteWithIdentityWorkflow(container).run({
 *   input: { token: "eyJhbGciOi…", auth_identity_id: "authid_123" },
 * })
 *
 * @summary Accept an invite with an existing login.
 */
export const acceptInviteWithIdentityWorkflow = createWorkflow(
  acceptInviteWithIdentityWorkflowId,
  function (input: WorkflowData<AcceptInviteWithIdentityInput>) {
    const { accepted, validate, inviteAccepted } = composeAcceptance(input)
    return new WorkflowResponse(accepted, { hooks: [validate, inviteAccepted] })
  }
)
