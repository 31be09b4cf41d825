import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { batchUsersStep } from "../steps/batch-users"
import { BatchUsersInput } from "../types"

export const batchUsersWorkflowId = "batch-users"
/**
 * This workflow provisions, updates and offboards several users, each as `provisionUserWorkflow`, Medusa's
 * `updateUsersWorkflow` and `offboardUserWorkflow` do, and says what became of each. `POST /admin/users/batch` uses it. One
 * that fails does not keep the others from it. With `dry_run`, nothing changes, and each is judged as if it were the only one:
 * that all of them together would leave no admin shows when they are done.
 *
 * It waits for all of them, and a password takes a tenth of a second to hash: for many people there are imports (see
 * `createPeopleImportWorkflow`).
 *
 * @example
 * const { result } = await batchUsersWorkflow(container).run({
 *   input: { create: [{ email: "ada@example.com" }], delete: ["user_123"] },
 * })
 *
 * @summary Provision, update and offboard several users.
 */
export const batchUsersWorkflow = createWorkflow(
  batchUsersWorkflowId,
  function (input: WorkflowData<BatchUsersInput>) {
    return new WorkflowResponse(batchUsersStep(input))
  }
)
