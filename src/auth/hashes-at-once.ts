import { availableParallelism } from "node:os"
import { hashesAtOnce } from "../domain/hashes-at-once"

/** How many passwords of many this process hashes at a time. */
export const HASHES_AT_ONCE = hashesAtOnce(availableParallelism(), process.env.UV_THREADPOOL_SIZE)

let underWay = 0
const waiting: (() => void)[] = []

/**
 * Does something that hashes one password of many, once fewer than {@link HASHES_AT_ONCE} of them are under way in this process,
 * whoever has asked for the others: a thread is left for whoever logs in, also beside several batches and imports. First come, first
 * served.
 */
export async function hashInTurn<TResult>(work: () => Promise<TResult>): Promise<TResult> {
  if (underWay < HASHES_AT_ONCE) {
    underWay++
  } else {
    // Whoever is done hands their place on.
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) {
      next()
    } else {
      underWay--
    }
  }
}
