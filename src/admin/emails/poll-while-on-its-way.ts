import { DeliveryStatus } from "../../domain/delivery"

/** So often, in milliseconds, it is asked what became of an email that is about to leave … */
const POLL_MS = 3_000

/** … and of one that waits for another attempt, minutes after the last. */
const RETRY_POLL_MS = 15_000

/** How often a list is read again for as long as there are emails in it that have yet to leave; `false`: not at all. */
export function pollWhileOnItsWay(
  emails: ({ status: string; attempts: number } | null)[]
): number | false {
  const waiting = emails.filter((each) => each?.status === DeliveryStatus.PENDING)
  if (!waiting.length) {
    return false
  }
  return waiting.some((each) => !each?.attempts) ? POLL_MS : RETRY_POLL_MS
}
