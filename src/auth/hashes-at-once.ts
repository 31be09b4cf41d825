import { availableParallelism } from "node:os"
import { hashesAtOnce } from "../domain/hashes-at-once"

/** How many passwords of many this process hashes at a time. */
export const HASHES_AT_ONCE = hashesAtOnce(availableParallelism(), process.env.UV_THREADPOOL_SIZE)
