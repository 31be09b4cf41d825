import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { auditIdentitiesStep } from "../steps/audit-identities"
import { AuditIdentitiesInput } from "../types"

export const auditIdentitiesWorkflowId = "audit-identities"
/**
 * This workflow finds what is wrong with the three places in which Medusa keeps a person: users who can't log in, logins of
 * nobody or of people who are gone, emails that differ, invites and API keys that should not be there, access that
 * contradicts the user. `GET /admin/user-lifecycle/findings` uses it. The nightly job (`recordAuditWorkflow`) and the script, which
 * keep no findings, or all of them, look in the same way (`runAudit`).
 *
 * It looks at the database as it is at one instant, and changes nothing: see `repairIdentitiesWorkflow`.
 *
 * @example
 * const { result } = await auditIdentitiesWorkflow(container).run({ input: { severities: ["high"] } })
 *
 * @summary Find what is wrong with people and their logins.
 */
export const auditIdentitiesWorkflow = createWorkflow(
  auditIdentitiesWorkflowId,
  function (input: WorkflowData<AuditIdentitiesInput>) {
    return new WorkflowResponse(auditIdentitiesStep(input))
  }
)
