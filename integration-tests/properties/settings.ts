import { randomInt } from "node:crypto"

/**
 * How many sequences are tried, how long they are, and which. Somebody who looks for a rare failure takes more, or the
 * seed that a failed run printed: `PROPERTY_TEST_RUNS=500 PROPERTY_TEST_SEED=1 npm test`.
 */
export const RUNS = Number(process.env.PROPERTY_TEST_RUNS ?? 12)
export const ACTIONS = Number(process.env.PROPERTY_TEST_ACTIONS ?? 25)
export const SEED = Number(process.env.PROPERTY_TEST_SEED ?? randomInt(2 ** 31))

/** A sequence takes some four seconds, and several times that on a busy machine. */
export const TIME_LIMIT_MS = 60_000 + RUNS * 30_000
