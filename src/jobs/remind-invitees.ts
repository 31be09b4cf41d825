import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../database/transaction"
import { remindInviteesWorkflow } from "../workflows/invite"

/** Reminds people of invites that they have not accepted. Whatever instance comes first does so. */
export default async function remindInvitees(container: MedusaContainer) {
  try {
    await remindInviteesWorkflow(container).run({ input: {} })
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: nobody could be reminded of an invite: ${describeDatabaseError(error)}`
    )
  }
}

export const config = {
  name: "user-lifecycle-remind-invitees",
  schedule: "*/10 * * * *",
}
