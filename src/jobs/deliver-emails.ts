import { MedusaContainer } from "@medusajs/framework/types"
import { deliverEmailsWorkflow } from "../workflows/email"
import { runAsJob } from "../workflows/run-as-job"

/**
 * Delivers what the subscribers did not: emails that failed and are due again, those of an instance that died, and those
 * of events that were lost. Each instance that runs jobs does so, and each email is one instance's.
 */
export default async function deliverEmails(container: MedusaContainer) {
  await runAsJob(container, deliverEmailsWorkflow, "emails could not be looked after")
}

export const config = {
  name: "user-lifecycle-deliver-emails",
  // Every ten seconds: no email waits for longer than it has to, and what was lost is noticed well within a minute.
  schedule: "*/10 * * * * *",
}
