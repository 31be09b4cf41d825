/**
 * How many emails are on their way from this process at a time, whoever sends them: hundreds of invites can be made at
 * once, and mail servers limit the connections of one client.
 */
export const SLOTS = 4

let free = SLOTS
const waiting: (() => void)[] = []

/**
 * Does something in a slot, as soon as one is free; those who wait are served in turn, and those first for whom somebody
 * waits.
 */
export async function inSlot<TResult>(
  run: () => Promise<TResult>,
  { is_urgent }: { is_urgent: boolean } = { is_urgent: false }
): Promise<TResult> {
  if (free > 0) {
    free--
  } else {
    await new Promise<void>((resolve) =>
      is_urgent ? waiting.unshift(resolve) : waiting.push(resolve)
    )
  }
  try {
    return await run()
  } finally {
    const next = waiting.shift()
    if (next) {
      next()
    } else {
      free++
    }
  }
}
