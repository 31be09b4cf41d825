import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { runInTransaction } from "../../../database/transaction"
import { listInviteRoles } from "../transactions/link-invite-roles"
import { ChangeInviteInput } from "../types"

export const listRolesOfInviteStepId = "list-roles-of-invite"
/** This step returns the roles that whoever accepts an invite is given. */
export const listRolesOfInviteStep = createStep(
  listRolesOfInviteStepId,
  async ({ invite_id }: ChangeInviteInput, { container }) =>
    new StepResponse(
      await runInTransaction(container, (tx) => listInviteRoles(tx, container, invite_id))
    )
)
