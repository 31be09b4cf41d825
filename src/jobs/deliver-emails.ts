import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../database/transaction"
import { deliverEmailsWorkflow } from "../workflows/email"

/**
 * Delivers what the subscribers did not: emails that failed and are due again, those of an instance that died, and those
 * of events that were lost. Each instance that runs jobs does so, and each email is one instance's.
 */
export default async function deliverEmails(container: MedusaContainer) {
  try {
    await deliverEmailsWorkflow(container).run({ input: {} })
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: emails could not be looked after: ${describeDatabaseError(error)}`
    )
  }
}

export const config = {
  name: "user-lifecycle-deliver-emails",
  // Every ten seconds: no email waits for longer than it has to, and what was lost is noticed well within a minute.
  schedule: "*/10 * * * * *",
}
