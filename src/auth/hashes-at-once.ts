import { availableParallelism } from "node:os"
import { hashesAtOnce } from "../domain/hashes-at-once"

/** How many passwords this process hashes at a time, but for those that somebody logs in with. */
export const HASHES_AT_ONCE = hashesAtOnce(availableParallelism(), process.env.UV_THREADPOOL_SIZE)

let underWay = 0
const waiting: (() => void)[] = []

/**
 * Hashes a password once fewer than {@link HASHES_AT_ONCE} are under way in this process, whoever has asked for the others: a thread
 * is left for whoever logs in, also beside several batches and imports. First come, first served; whoever hashes many asks for no
 * more than that at a time, and so keeps nobody waiting who has one.
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
