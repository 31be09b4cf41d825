import {
  createWorkflow,
  transform,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { createUserAccountWorkflow } from "@medusajs/medusa/core-flows"
import { recordChangeStep } from "../steps/record-change"
import { registerLoginStep } from "../steps/register-login"

export type ProvisionUserSagaInput = {
  email: string
  password?: string
  auth?: { provider: string; entity_id: string }
}

export const provisionUserSagaWorkflowId = "provision-user-saga"
/**
 * This workflow provisions a user as Medusa's guides do: register the login, then Medusa's own
 * `createUserAccountWorkflow`, each step with its compensation and its own transaction. It writes all that
 * `provisionUserWorkflow` writes.
 *
 * It is what the crash test is compared with, and `POST /admin/saga-users` of the test backend uses it. It is not
 * shipped.
 *
 * @summary Provision an admin user, one transaction a step.
 */
export const provisionUserSagaWorkflow = createWorkflow(
  provisionUserSagaWorkflowId,
  function (input: WorkflowData<ProvisionUserSagaInput>) {
    const authIdentityId = registerLoginStep(input)
    const user = createUserAccountWorkflow.runAsStep({
      input: transform({ input, authIdentityId }, ({ input, authIdentityId }) => ({
        authIdentityId,
        userData: { email: input.email },
      })),
    })
    recordChangeStep({ user_id: user.id, status: "active", type: "user_provisioned" })
    return new WorkflowResponse(user)
  }
)
