import { randomInt } from "node:crypto"

/**
 * How often a server is killed, and the random decisions. Somebody who looks for a rare failure takes more kills, or
 * the seed that a failed run printed: `CRASH_TEST_KILLS=200 CRASH_TEST_SEED=1 npm test`.
 */
export const KILLS = Number(process.env.CRASH_TEST_KILLS ?? 20)
export const SEED = Number(process.env.CRASH_TEST_SEED ?? randomInt(2 ** 31))

/** A kill costs a boot: some five seconds of one core, and three times that on a busy machine. */
export const KILLS_TIMEOUT_MS = KILLS * 60_000
