import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { repairIdentitiesStep } from "../steps/repair-identities"
import { RepairIdentitiesInput } from "../types"

export const repairIdentitiesWorkflowId = "repair-identities"
/**
 * This workflow repairs what `auditIdentitiesWorkflow` finds, each finding in one transaction, with a ledger entry.
 * `POST /admin/user-lifecycle/findings/repair` uses it. Repairing twice changes nothing.
 *
 * Without `ids` and `kinds`, it repairs all that can be repaired without removing anything. A repair that removes a login, an
 * invite, a key or a role is done only for findings that are named, or of a kind that is.
 *
 * With `limit`, it repairs so many at most, and says how many it has left (`remaining`): they are for another run. What fails leaves
 * room for another, and is tried again by the next run.
 *
 * It does not decide what only somebody who knows the people can: two users with one email, or who has not logged in.
 *
 * @example
 * const { result } = await repairIdentitiesWorkflow(container).run({
 *   input: { kinds: ["identity_of_deleted_user"], dry_run: true },
 * })
 *
 * @summary Repair what is wrong with people and their logins.
 */
export const repairIdentitiesWorkflow = createWorkflow(
  repairIdentitiesWorkflowId,
  function (input: WorkflowData<RepairIdentitiesInput>) {
    return new WorkflowResponse(repairIdentitiesStep(input))
  }
)
