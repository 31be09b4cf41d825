import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { recordAuditStep } from "../steps/record-audit"

export const recordAuditWorkflowId = "record-audit"
/**
 * This workflow audits people and their logins in the hours of option `audit.at_hours_utc`, and writes how much was found to
 * the ledger and, where it matters, to the log. The scheduled job of the same name uses it; one instance does so.
 *
 * @summary Audit people and their logins every night.
 */
export const recordAuditWorkflow = createWorkflow(recordAuditWorkflowId, function () {
  return new WorkflowResponse(recordAuditStep())
})
