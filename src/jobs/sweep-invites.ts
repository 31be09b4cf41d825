import { MedusaContainer } from "@medusajs/framework/types"
import { sweepInvitesWorkflow } from "../workflows/invite"
import { runAsJob } from "../workflows/run-as-job"

/** Deletes invites that expired long ago. Whatever instance comes first does so. */
export default async function sweepExpiredInvites(container: MedusaContainer) {
  await runAsJob(container, sweepInvitesWorkflow, "expired invites could not be deleted")
}

export const config = {
  name: "user-lifecycle-sweep-invites",
  schedule: "17 * * * *",
}
