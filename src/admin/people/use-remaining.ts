import { useState } from "react"
import type { Outcome } from "./run-for-each"

/**
 * Of those with whom something is to be done, those with whom it has yet to be. Where it failed for some, or was stopped before all
 * had their turn, only they are done again.
 */
export function useRemaining<T>(subjects: T[]) {
  const [remaining, setRemaining] = useState(subjects)
  const [failures, setFailures] = useState<Outcome<T>[]>([])

  /**
   * Takes note of what became of each, and returns with whom it was done, and who had no turn.
   *
   * @param outcomes of those who remain, in their order
   */
  const settle = (outcomes: Outcome<T>[]): { done: T[]; untried: T[]; isComplete: boolean } => {
    const failed = outcomes.filter(({ error }) => error !== undefined)
    const untried = remaining.slice(outcomes.length)
    const left = [...failed.map(({ subject }) => subject), ...untried]
    setFailures(failed)
    if (left.length) {
      setRemaining(left)
    }
    return {
      done: outcomes.filter(({ error }) => error === undefined).map(({ subject }) => subject),
      untried,
      isComplete: left.length === 0,
    }
  }
  return { remaining, failures, settle }
}
