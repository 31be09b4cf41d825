import { isSignedOut } from "../lib/request"

export type Outcome<T> = { subject: T; error?: unknown }

/**
 * Does something with one after the other, and goes on where it fails for somebody: each is a transaction of its own.
 *
 * @param onOutcome told of each as soon as it is known
 * @param isStopped asked before each; what has begun is done to its end
 * @returns what became of each that was begun with, in their order: where it was stopped, fewer than there are
 * @throws where the person's own access is over: nothing that follows could succeed
 */
export async function runForEach<T>(
  subjects: T[],
  run: (subject: T) => Promise<unknown>,
  onOutcome: (outcome: Outcome<T>) => void,
  isStopped: () => boolean = () => false
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = []
  for (const subject of subjects) {
    if (isStopped()) {
      break
    }
    const outcome: Outcome<T> = { subject }
    try {
      await run(subject)
    } catch (error) {
      if (isSignedOut(error)) {
        throw error
      }
      outcome.error = error
    }
    outcomes.push(outcome)
    onOutcome(outcome)
  }
  return outcomes
}
