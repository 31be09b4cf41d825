import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../database/transaction"
import { runScheduledOffboardingsWorkflow } from "../workflows/user"

/** Offboards everybody whose date has come. Whatever instance comes first does so. */
export default async function runScheduledOffboardings(container: MedusaContainer) {
  try {
    await runScheduledOffboardingsWorkflow(container).run({ input: {} })
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: nobody could be offboarded whose date has come: ${describeDatabaseError(error)}`
    )
  }
}

export const config = {
  name: "user-lifecycle-run-scheduled-offboardings",
  schedule: "* * * * *",
}
