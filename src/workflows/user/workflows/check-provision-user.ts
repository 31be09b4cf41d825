import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { checkProvisionUserStep } from "../steps/check-provision-user"
import { validateProvisionUserStep } from "../steps/validate-provision-user"
import { ProvisionUserInput } from "../types"
import { composeRoleChecks } from "./compose-role-checks"

export const checkProvisionUserWorkflowId = "check-provision-user"
/**
 * This workflow says whether a person could be provisioned now, and makes nothing: it fails as `provisionUserWorkflow` would.
 * It does not foresee what that one finds out under its locks, such as somebody who comes first.
 *
 * @summary Check whether a person could be provisioned.
 */
export const checkProvisionUserWorkflow = createWorkflow(
  checkProvisionUserWorkflowId,
  function (input: WorkflowData<ProvisionUserInput>) {
    const person = validateProvisionUserStep(input)
    const roles = transform({ person }, ({ person }) => person.roles ?? [])
    composeRoleChecks(roles, person)
    checkProvisionUserStep(person)
    return new WorkflowResponse(undefined)
  }
)
