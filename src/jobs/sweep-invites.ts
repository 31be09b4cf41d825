import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../database/transaction"
import { sweepInvitesWorkflow } from "../workflows/invite"

/** Deletes invites that expired long ago. Whatever instance comes first does so. */
export default async function sweepExpiredInvites(container: MedusaContainer) {
  try {
    await sweepInvitesWorkflow(container).run({ input: {} })
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: expired invites could not be deleted: ${describeDatabaseError(error)}`
    )
  }
}

export const config = {
  name: "user-lifecycle-sweep-invites",
  schedule: "17 * * * *",
}
