import { MedusaContainer } from "@medusajs/framework/types"
import { recordAuditWorkflow } from "../workflows/identity"
import { runAsJob } from "../workflows/run-as-job"

/**
 * Looks for what is wrong with people and their logins, at night, or in the next hour in which an instance is up. Whichever comes
 * first does so.
 */
export default async function auditIdentities(container: MedusaContainer) {
  await runAsJob(container, recordAuditWorkflow, "people and their logins could not be audited")
}

export const config = {
  name: "user-lifecycle-audit-identities",
  // Every hour: which of them count is an option, the schedule of a job is fixed, and one that was missed is made up for.
  schedule: "41 * * * *",
}
