import { IEventBusModuleService, Logger, MedusaContainer, Message } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { describeDatabaseError } from "../database/transaction"

/** Emits events of what is committed already, and logs where that fails: it is done, whatever comes of it. @param of what it is */
export async function emitCommitted(
  container: MedusaContainer,
  of: string,
  messages: Message[]
): Promise<void> {
  if (!messages.length) {
    return
  }
  try {
    const eventBus: IEventBusModuleService = container.resolve(Modules.EVENT_BUS)
    await eventBus.emit(messages)
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: events of ${of} could not be emitted: ${describeDatabaseError(error)}`
    )
  }
}
