import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { DeliveryRow, leaseDueDeliveries } from "../../../database/deliveries"
import { describeDatabaseError } from "../../../database/transaction"
import { deliverEmail, LEASE_SECONDS } from "../delivery"
import { EmailOutcome } from "../types"

export type DeliverEmailsStepInput = {
  /** Only these. Otherwise all that are due. */
  delivery_ids?: string[]
}

/** How many emails ended how. */
export type DeliverEmailsResult = Partial<Record<EmailOutcome, number>>

/** Mail servers limit the connections of one client; each attempt keeps one. */
const AT_ONCE = 4

export const deliverEmailsStepId = "deliver-emails-step"
/**
 * This step delivers emails that are due, a few at a time, until there are none. It never fails: an email that does not
 * leave must not undo what it tells about.
 *
 * There is no compensation: an email can't be called back.
 */
export const deliverEmailsStep = createStep(
  deliverEmailsStepId,
  async ({ delivery_ids }: DeliverEmailsStepInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    const result: DeliverEmailsResult = {}

    const deliver = async (delivery: DeliveryRow) => {
      try {
        const outcome = await deliverEmail(container, delivery)
        result[outcome] = (result[outcome] ?? 0) + 1
      } catch (error) {
        // Its lease ends, and whoever is up tries again.
        logger.error(
          `user-lifecycle: an email could not be delivered (${delivery.id}): ${describeDatabaseError(error)}`
        )
      }
    }
    try {
      for (;;) {
        const due = await leaseDueDeliveries(db, {
          ids: delivery_ids,
          limit: AT_ONCE,
          lease_seconds: LEASE_SECONDS,
        })
        if (!due.length) {
          break
        }
        await Promise.all(due.map(deliver))
      }
    } catch (error) {
      logger.error(
        `user-lifecycle: emails could not be delivered, and are tried again: ${describeDatabaseError(error)}`
      )
    }
    return new StepResponse(result)
  }
)
