import { useState } from "react"
import type { Outcome } from "./run-for-each"

/**
 * Of those with whom something is to be done, those with whom it has yet to be. Where it failed for some, only they are done
 * again.
 */
export function useRemaining<T>(subjects: T[]) {
  const [remaining, setRemaining] = useState(subjects)
  const [failures, setFailures] = useState<Outcome<T>[]>([])

  /** Takes note of what became of each, and returns with whom it was done. */
  const settle = (outcomes: Outcome<T>[]): { done: T[]; isComplete: boolean } => {
    const failed = outcomes.filter(({ error }) => error !== undefined)
    setFailures(failed)
    if (failed.length) {
      setRemaining(failed.map(({ subject }) => subject))
    }
    return {
      done: outcomes.filter(({ error }) => error === undefined).map(({ subject }) => subject),
      isComplete: failed.length === 0,
    }
  }
  return { remaining, failures, settle }
}
