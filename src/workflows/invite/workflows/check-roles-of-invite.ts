import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { composeRoleChecks } from "../../user/workflows/compose-role-checks"
import { listRolesOfInviteStep } from "../steps/list-roles-of-invite"
import { ChangeInviteInput } from "../types"

export const checkRolesOfInviteWorkflowId = "check-roles-of-invite"
/**
 * This workflow refuses, with `forbidden`, whoever may not give the roles that go with an invite: who is shown its token can accept
 * it. It changes nothing.
 */
export const checkRolesOfInviteWorkflow = createWorkflow(
  checkRolesOfInviteWorkflowId,
  function (input: WorkflowData<ChangeInviteInput>) {
    composeRoleChecks(listRolesOfInviteStep(input), input)
    return new WorkflowResponse(undefined)
  }
)
