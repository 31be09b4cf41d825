import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../database/transaction"

/** A workflow that looks for itself what there is to do. */
type JobWorkflow = (container: MedusaContainer) => {
  run(args: { input: Record<string, never> }): Promise<unknown>
}

/**
 * Runs a workflow as a scheduled job. What goes wrong is logged, and the next run tries again.
 *
 * @param failure what to say then, as the beginning of a sentence
 */
export async function runAsJob(
  container: MedusaContainer,
  workflow: JobWorkflow,
  failure: string
): Promise<void> {
  try {
    await workflow(container).run({ input: {} })
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(`user-lifecycle: ${failure}: ${describeDatabaseError(error)}`)
  }
}
