/** How long the database may take to say who somebody is. A pool that finds no database goes on trying for a minute. */
export const LOOKUP_TIMEOUT_MS = 5_000

/** Gives up waiting after a time; what is waited for goes on. */
export async function within<TResult>(
  timeoutMs: number,
  answer: Promise<TResult>
): Promise<TResult> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate(timeoutMs)), timeoutMs)
  })
  try {
    return await Promise.race([answer, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The same for work that must not count any more once nobody waits for it, such as a transaction whose connection comes late. It
 * is handed what throws then: to be called before its first write and, last of all, before its commit.
 */
export async function withinOrNever<TResult>(
  timeoutMs: number,
  work: (assertInTime: () => void) => Promise<TResult>
): Promise<TResult> {
  let isOver = false
  const assertInTime = () => {
    if (isOver) {
      throw tooLate(timeoutMs)
    }
  }
  try {
    return await within(timeoutMs, work(assertInTime))
  } finally {
    isOver = true
  }
}

const tooLate = (timeoutMs: number) => new Error(`no answer within ${timeoutMs} ms`)
