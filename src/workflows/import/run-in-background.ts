import { MedusaContainer } from "@medusajs/framework/types"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"
import { runAsJob } from "../run-as-job"
import { runPeopleImportsWorkflow } from "./workflows/run-people-imports"

/**
 * Begins to do the imports that were confirmed, unless this process does so already, and does not wait for it: an import takes
 * minutes, for which whoever asks, a job or a subscriber, would keep others from their turn.
 */
export function runImportsInBackground(container: MedusaContainer): void {
  const { background }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  background.start("imports", () =>
    runAsJob(container, runPeopleImportsWorkflow, "imports of people could not be done")
  )
}
