import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../database/transaction"
import { recordAuditWorkflow } from "../workflows/identity"

/** Looks for what is wrong with people and their logins, at night. Whatever instance comes first does so. */
export default async function auditIdentities(container: MedusaContainer) {
  try {
    await recordAuditWorkflow(container).run({ input: {} })
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: people and their logins could not be audited: ${describeDatabaseError(error)}`
    )
  }
}

export const config = {
  name: "user-lifecycle-audit-identities",
  // Every hour: which of them count is an option, and the schedule of a job is fixed.
  schedule: "41 * * * *",
}
