/** What libuv has where `UV_THREADPOOL_SIZE` is not set (Node.js 20 to 24), and the most that it takes. */
const DEFAULT_THREADS = 4
const MAX_THREADS = 1_024

/**
 * How many passwords of many are hashed at a time: as many as there are processors, and one less than Node.js has threads for such
 * work. Logins hash on the same threads, and whoever logs in finds one that is free.
 *
 * @param processors how many this process can use
 * @param threads what `UV_THREADPOOL_SIZE` says
 */
export function hashesAtOnce(processors: number, threads: string | undefined): number {
  return Math.max(1, Math.min(processors, threadsOf(threads) - 1))
}

/** As libuv reads it: what does not begin with a number is none, and there is one at least. */
function threadsOf(said: string | undefined): number {
  if (said === undefined) {
    return DEFAULT_THREADS
  }
  const threads = Number.parseInt(said, 10) || 1
  return threads < 0 ? MAX_THREADS : Math.min(threads, MAX_THREADS)
}
