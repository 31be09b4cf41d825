import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { leaseDueDeliveries } from "../../../database/deliveries"
import { describeDatabaseError } from "../../../database/transaction"
import { deliverEmail, inSlot, LEASE_SECONDS, SLOTS } from "../delivery"
import { EmailOutcome } from "../types"

export type DeliverEmailsStepInput = {
  /** Only these. Otherwise all that are due. */
  delivery_ids?: string[]
  /** Before what waits already: somebody looks at their mailbox. */
  is_urgent?: boolean
}

/** How many emails ended how. */
export type DeliverEmailsResult = Partial<Record<EmailOutcome, number>>

export const deliverEmailsStepId = "deliver-emails-step"
/**
 * This step delivers emails that are due, a few at a time, until there are none. It never fails: an email that does not
 * leave must not undo what it tells about.
 *
 * There is no compensation: an email can't be called back.
 */
export const deliverEmailsStep = createStep(
  deliverEmailsStepId,
  async ({ delivery_ids, is_urgent = false }: DeliverEmailsStepInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    const result: DeliverEmailsResult = {}

    /** @returns whether there was one */
    const deliverNext = async (): Promise<boolean> => {
      const [delivery] = await leaseDueDeliveries(db, {
        ids: delivery_ids,
        limit: 1,
        lease_seconds: LEASE_SECONDS,
      })
      if (!delivery) {
        return false
      }
      try {
        const outcome = await deliverEmail(container, delivery)
        result[outcome] = (result[outcome] ?? 0) + 1
      } catch (error) {
        // Its lease ends, and whoever is up tries again.
        logger.error(
          `user-lifecycle: an email could not be delivered (${delivery.id}): ${describeDatabaseError(error)}`
        )
      }
      return true
    }
    const deliverAll = async () => {
      while (await inSlot(deliverNext, { is_urgent })) {
        // There may be another one.
      }
    }
    try {
      const workers = Math.min(SLOTS, delivery_ids?.length ?? SLOTS)
      await Promise.all(Array.from({ length: workers }, deliverAll))
    } catch (error) {
      logger.error(
        `user-lifecycle: emails could not be delivered, and are tried again: ${describeDatabaseError(error)}`
      )
    }
    return new StepResponse(result)
  }
)
