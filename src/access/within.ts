/** Gives up waiting after a time; what is waited for goes on. */
export async function within<TResult>(
  timeoutMs: number,
  answer: Promise<TResult>
): Promise<TResult> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([answer, deadline])
  } finally {
    clearTimeout(timer)
  }
}
