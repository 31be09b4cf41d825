import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { Actor } from "../../../domain/lifecycle-event"
import { composeRoleChecks } from "../../user/workflows/compose-role-checks"

export const checkRolesOfPeopleWorkflowId = "check-roles-of-people"
/** This workflow refuses, with `forbidden`, roles that whoever gives them may not give now. It changes nothing. */
export const checkRolesOfPeopleWorkflow = createWorkflow(
  checkRolesOfPeopleWorkflowId,
  function (input: WorkflowData<{ roles: string[]; actor: Actor }>) {
    composeRoleChecks(
      transform({ input }, ({ input }) => input.roles),
      input
    )
    return new WorkflowResponse(undefined)
  }
)
