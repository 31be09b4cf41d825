import { MedusaContainer } from "@medusajs/framework/types"
import { remindInviteesWorkflow } from "../workflows/invite"
import { runAsJob } from "../workflows/run-as-job"

/** Reminds people of invites that they have not accepted. Whatever instance comes first does so. */
export default async function remindInvitees(container: MedusaContainer) {
  await runAsJob(container, remindInviteesWorkflow, "nobody could be reminded of an invite")
}

export const config = {
  name: "user-lifecycle-remind-invitees",
  schedule: "*/10 * * * *",
}
