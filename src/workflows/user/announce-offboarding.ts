import { Logger, MedusaContainer, Message } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules, UserWorkflowEvents } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../../database/transaction"
import { busEventName, LifecycleEventType } from "../../domain/lifecycle-event"
import { emitCommitted } from "../emit-committed"

/**
 * Does for one person, right after the commit, what `offboardUserWorkflow` does after its transaction, for those who offboard many,
 * one transaction each: what one of them comes to does not hang on those that follow. Links of other modules to the user go as with
 * Medusa's own deletion. Never fails: the person is gone, whatever comes of it; what could not be done is logged.
 */
export async function announceOffboarding(
  container: MedusaContainer,
  { user_id, deleted_user }: { user_id: string; deleted_user: boolean }
): Promise<void> {
  const messages: Message[] = [
    { name: busEventName(LifecycleEventType.USER_OFFBOARDED), data: { user_id } },
  ]
  if (deleted_user) {
    messages.unshift({ name: UserWorkflowEvents.DELETED, data: { id: user_id } })
    const link = container.resolve(ContainerRegistrationKeys.LINK)
    await link.delete({ [Modules.USER]: { user_id } }).catch((error: unknown) => {
      const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
      logger.error(
        `user-lifecycle: ${user_id} is offboarded, and links to them could not be removed: ${describeDatabaseError(error)}`
      )
    })
  }
  await emitCommitted(container, `the offboarding of ${user_id}`, messages)
}
