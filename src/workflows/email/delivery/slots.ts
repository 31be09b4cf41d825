import { Places } from "../../../places"

/**
 * How many emails are on their way from this process at a time, whoever sends them: hundreds of invites can be made at
 * once, and mail servers limit the connections of one client.
 */
export const SLOTS = 4

const slots = new Places(SLOTS)

/**
 * Does something in a slot, as soon as one is free; those who wait are served in turn, and those first for whom somebody
 * waits.
 */
export const inSlot = <TResult>(
  run: () => Promise<TResult>,
  options?: { is_urgent: boolean }
): Promise<TResult> => slots.work(run, options)
