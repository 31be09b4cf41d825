import { InviteWorkflowEvents } from "@medusajs/framework/utils"
import {
  createHook,
  createWorkflow,
  transform,
  when,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { inviteUsersStep } from "../steps/invite-users"
import { validateInviteUsersStep } from "../steps/validate-invite-users"
import { InviteUsersInput, InviteUsersResult } from "../types"
import { composeRoleChecks } from "../../user/workflows/compose-role-checks"

export const inviteUsersWorkflowId = "invite-users"
/**
 * This workflow invites people to become admins. `POST /admin/invites` and `POST /admin/user-lifecycle/invites/batch` use
 * it. Invites, ledger entries, and the emails on their way are written in one transaction for a hundred people.
 *
 * Who can't be invited is left out, and the result says why: an email that a user has, is malformed, or whose domain is not
 * in `provisioning.allowed_email_domains`. An email that can accept an invite already keeps that one. An invite that has
 * expired is replaced. With `dry_run`, the result says what would become of each.
 *
 * It does not make users: an invited person can do nothing until they accept. It emits Medusa's `invite.created`, once for
 * each invite.
 *
 * Hooks: `validate` before anything is written, `usersInvited` after.
 *
 * Errors: `invalid_data` for roles that do not exist, or with code `user_lifecycle.roles_unavailable`; `forbidden` for
 * roles that the actor does not have; `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * const { result } = await inviteUsersWorkflow(container).run({
 *   input: { invites: [{ email: "grace@example.com" }, { email: "linus@example.com" }] },
 * })
 *
 * @summary Invite people to become admin users.
 */
export const inviteUsersWorkflow = createWorkflow(
  inviteUsersWorkflowId,
  function (input: WorkflowData<InviteUsersInput>) {
    const roles = validateInviteUsersStep(input)
    const validate = createHook("validate", { input })

    composeRoleChecks(roles, input)

    const change = inviteUsersStep(input)
    when("somebody-was-invited", { change }, ({ change }) => change.invited.length > 0).then(() => {
      const invited = transform({ change }, ({ change }) => change.invited)
      emitEventStep({ eventName: InviteWorkflowEvents.CREATED, data: invited })
    })

    const result = transform({ change }, ({ change }): InviteUsersResult => {
      return { results: change.results }
    })
    const usersInvited = createHook("usersInvited", { result })
    return new WorkflowResponse(result, { hooks: [validate, usersInvited] })
  }
)
