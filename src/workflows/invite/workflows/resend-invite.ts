import { InviteWorkflowEvents } from "@medusajs/framework/utils"
import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { composeRoleChecks } from "../../user/workflows/compose-role-checks"
import { listRolesOfInviteStep } from "../steps/list-roles-of-invite"
import { resendInviteStep } from "../steps/resend-invite"
import { ChangeInviteInput } from "../types"

export const resendInviteWorkflowId = "resend-invite"
/**
 * This workflow sends an invite again, with another token: the former one is of no use any more. `POST
 * /admin/invites/:id/resend` and its alias `/resent` use it. Token, ledger entry, and the email on its way are written in one
 * transaction. It emits Medusa's `invite.resent`.
 *
 * Errors: `invalid_data` where there is no such invite; `unauthorized` for an actor who was offboarded meanwhile; `forbidden` for
 * one who may not give the roles that go with the invite, as for a new one: the route answers its token.
 *
 * @example
 * await resendInviteWorkflow(container).run({ input: { invite_id: "invite_123" } })
 *
 * @summary Send an invite again.
 */
export const resendInviteWorkflow = createWorkflow(
  resendInviteWorkflowId,
  function (input: WorkflowData<ChangeInviteInput>) {
    composeRoleChecks(listRolesOfInviteStep(input), input)
    resendInviteStep(input)
    emitEventStep({ eventName: InviteWorkflowEvents.RESENT, data: { id: input.invite_id } })
    return new WorkflowResponse(undefined)
  }
)
