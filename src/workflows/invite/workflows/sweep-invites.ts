import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { sweepInvitesStep } from "../steps/sweep-invites"

export const sweepInvitesWorkflowId = "sweep-invites"
/**
 * This workflow deletes invites that expired more than `invites.keep_expired_days` ago, each with an entry in the ledger.
 * Whoever still has the link of one learns that it has expired. The scheduled job of the same name uses it; one instance
 * does so at a time.
 *
 * @summary Delete invites that expired long ago.
 */
export const sweepInvitesWorkflow = createWorkflow(sweepInvitesWorkflowId, function () {
  const result = sweepInvitesStep()
  return new WorkflowResponse(result)
})
