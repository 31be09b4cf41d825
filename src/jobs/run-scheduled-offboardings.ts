import { MedusaContainer } from "@medusajs/framework/types"
import { runScheduledOffboardingsWorkflow } from "../workflows/user"
import { runAsJob } from "../workflows/run-as-job"

/** Offboards everybody whose date has come. Whatever instance comes first does so. */
export default async function runScheduledOffboardings(container: MedusaContainer) {
  await runAsJob(
    container,
    runScheduledOffboardingsWorkflow,
    "nobody could be offboarded whose date has come"
  )
}

export const config = {
  name: "user-lifecycle-run-scheduled-offboardings",
  schedule: "* * * * *",
}
