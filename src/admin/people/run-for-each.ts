import { isSignedOut } from "../lib/request"

export type Outcome<T> = { subject: T; error?: unknown }

/**
 * Does something with one after the other, and goes on where it fails for somebody: each is a transaction of its own.
 *
 * @throws where the person's own access is over: nothing that follows could succeed
 */
export async function runForEach<T>(
  subjects: T[],
  run: (subject: T) => Promise<unknown>,
  onProgress: (done: number) => void
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = []
  for (const subject of subjects) {
    try {
      await run(subject)
      outcomes.push({ subject })
    } catch (error) {
      if (isSignedOut(error)) {
        throw error
      }
      outcomes.push({ subject, error })
    }
    onProgress(outcomes.length)
  }
  return outcomes
}
