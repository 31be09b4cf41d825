import { availableParallelism } from "node:os"
import { hashesAtOnce } from "../domain/hashes-at-once"
import { Places } from "../places"

/** How many passwords this process hashes at a time, but for those that somebody logs in with. */
export const HASHES_AT_ONCE = hashesAtOnce(availableParallelism(), process.env.UV_THREADPOOL_SIZE)

const places = new Places(HASHES_AT_ONCE)

/**
 * Hashes a password once fewer than {@link HASHES_AT_ONCE} are under way in this process, whoever has asked for the others: a thread
 * is left for whoever logs in, also beside several batches and imports. First come, first served; whoever hashes many asks for no
 * more than that at a time, and so keeps nobody waiting who has one.
 */
export const hashInTurn = <TResult>(work: () => Promise<TResult>): Promise<TResult> =>
  places.work(work)
