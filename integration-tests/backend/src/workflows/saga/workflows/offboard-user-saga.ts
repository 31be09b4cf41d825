import {
  createWorkflow,
  transform,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { deleteUsersWorkflow } from "@medusajs/medusa/core-flows"
import { deleteLoginsStep } from "../steps/delete-logins"
import { recordChangeStep } from "../steps/record-change"
import { revokeApiKeysOfUserStep } from "../steps/revoke-api-keys-of-user"

export type OffboardUserSagaInput = { user_id: string }

export const offboardUserSagaWorkflowId = "offboard-user-saga"
/**
 * This workflow offboards a user in the order of Medusa's own `removeUserAccountWorkflow`, the user first and then the
 * logins (all of them, where Medusa takes the first), each step in its own transaction. It writes all that
 * `offboardUserWorkflow` writes.
 *
 * It is what the crash test is compared with, and `POST /admin/saga-users/:id/offboard` of the test backend uses it.
 * It is not shipped.
 *
 * @summary Offboard an admin user, one transaction a step.
 */
export const offboardUserSagaWorkflow = createWorkflow(
  offboardUserSagaWorkflowId,
  function (input: WorkflowData<OffboardUserSagaInput>) {
    deleteUsersWorkflow.runAsStep({
      input: transform({ input }, ({ input }) => ({ ids: [input.user_id] })),
    })
    deleteLoginsStep(input)
    revokeApiKeysOfUserStep(input)
    recordChangeStep({ user_id: input.user_id, status: "offboarded", type: "user_offboarded" })
    return new WorkflowResponse(input)
  }
)
