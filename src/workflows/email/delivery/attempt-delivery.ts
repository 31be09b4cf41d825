import { randomUUID } from "node:crypto"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { INotificationModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { within } from "../../../access/within"
import { DeliveryRow } from "../../../database/deliveries"
import { Attempt, ATTEMPT_TIMEOUT_MS } from "../../../domain/delivery"
import { messageId } from "../keys"
import { ComposedEmail } from "../types"
import { keepLease } from "./keep-lease"

/**
 * Hands an email to Medusa's Notification Module, whatever provider it has for the channel "email". Never fails: what
 * goes wrong is the outcome of the attempt. A provider that answers later than it is waited for has sent what is sent once more.
 */
export async function attemptDelivery(
  container: MedusaContainer,
  delivery: DeliveryRow,
  email: ComposedEmail
): Promise<Attempt> {
  const notifications: INotificationModuleService = container.resolve(Modules.NOTIFICATION)
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const stopKeepingLease = keepLease(db, delivery)
  try {
    await within(
      ATTEMPT_TIMEOUT_MS,
      notifications.createNotifications([
        {
          to: delivery.recipient,
          channel: "email",
          template: delivery.template,
          data: email.template_data,
          content: email.content,
          provider_data: { message_id: messageId(delivery.key, email.host) },
          // Another one for each attempt: under the key of one that failed, Medusa (2.21) sends, and then fails to say so.
          // That an email leaves once is what the lease of its delivery is for.
          idempotency_key: `${delivery.key}:${randomUUID()}`,
          trigger_type: delivery.trigger_type,
          resource_type: delivery.subject_type,
          resource_id: delivery.subject_id,
        },
      ])
    )
    return { succeeded: true }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { succeeded: false, message }
  } finally {
    await stopKeepingLease()
  }
}
