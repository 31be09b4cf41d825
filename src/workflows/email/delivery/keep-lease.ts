import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { DeliveryRow, renewLease } from "../../../database/deliveries"

/** How long an email is left alone of whose instance nothing is heard any more. */
export const LEASE_SECONDS = 60

const RENEW_AFTER_MS = 20_000

/**
 * Keeps an email this instance's while an attempt at it goes on, however long the mail server takes: nobody else begins
 * another one meanwhile.
 *
 * @returns ends that, when the attempt is over
 */
export function keepLease(
  db: Knex,
  delivery: DeliveryRow,
  renewAfterMs = RENEW_AFTER_MS
): () => Promise<void> {
  let renewal: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    renewal = renewal
      .then(async () => {
        delivery.lease = (await renewLease(db, delivery, LEASE_SECONDS)) ?? delivery.lease
      })
      // The lease ends by itself, if the database does not answer for so long.
      .catch(() => undefined)
  }, renewAfterMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await renewal
  }
}
