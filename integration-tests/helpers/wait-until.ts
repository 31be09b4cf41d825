import { setTimeout as delay } from "node:timers/promises"

/**
 * Waits for what must happen soon.
 *
 * @param what completes the sentence "It did not happen in time that …"
 * @throws after 30 seconds
 */
export async function waitUntil(
  what: string,
  hasHappened: () => boolean | Promise<boolean>,
  timeoutMs = 30_000
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await hasHappened())) {
    if (Date.now() > deadline) {
      throw new Error(`It did not happen in time that ${what}`)
    }
    await delay(10)
  }
}
