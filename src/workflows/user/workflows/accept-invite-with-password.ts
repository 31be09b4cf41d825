import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { AcceptInviteWithPasswordInput } from "../types"
import { composeAcceptance } from "./compose-acceptance"

export const acceptInviteWithPasswordWorkflowId = "accept-invite-with-password"
/**
 * This workflow makes an invited person an admin with a password, in one transaction: user, login, the link between them,
 * access state, the invite's roles and ledger entry are written, and the invite is used up. `POST /admin/invites/accept`
 * uses it where the body has a token and a password.
 *
 * The email is the invite's, always. A login that a stranger registered with it is replaced. One that is a customer's is
 * linked, and keeps the customer's password for the shop; the password given here opens the back office only.
 *
 * It emits `user.created`, `invite.accepted` and `user_lifecycle.user_provisioned`.
 *
 * Hooks: `validate` before anything is written, `inviteAccepted` after.
 *
 * Errors: `unauthorized` with code `user_lifecycle.invite_invalid`, `.invite_expired`, `.invite_replaced`,
 * `.invite_used`, `.invite_cancelled`, `.email_taken`, `.not_invited` or `.user_suspended`; `invalid_data` with code
 * `user_lifecycle.password_too_weak`, `.invite_email_mismatch` or `.email_domain_not_allowed`.
 *
 * @example
 * const { result } = await acceptInviteWithPasswordWorkflow(container).run({
 *   input: { token: "eyJhbGciOi…", password: "correct horse battery staple", first_name: "Grace" },
 * })
 *
 * @summary Accept an invite with a password.
 */
export const acceptInviteWithPasswordWorkflow = createWorkflow(
  acceptInviteWithPasswordWorkflowId,
  function (input: WorkflowData<AcceptInviteWithPasswordInput>) {
    const { accepted, validate, inviteAccepted } = composeAcceptance(input)
    return new WorkflowResponse(accepted, { hooks: [validate, inviteAccepted] })
  }
)
