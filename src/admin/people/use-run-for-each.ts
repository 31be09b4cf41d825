import { toast } from "@medusajs/ui"
import { useCallback, useState } from "react"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useTranslation } from "../i18n/use-translation"
import { useHasLeft } from "../lib/use-has-left"
import { useStop } from "../lib/use-stop"
import { type Outcome, runForEach } from "./run-for-each"
import { useRemaining } from "./use-remaining"

/** How many were done when it was stopped, and how many had no turn. */
export type StoppedRun = { done: number; untried: number }

/** With whom it was done, and whether that is everybody. */
export type RunResult<T> = { done: T[]; isComplete: boolean }

/** How far it is. */
export type RunProgress = { done: number; total: number; isStopping: boolean }

type Options = {
  /** Whoever it is done with may be no user any more. */
  isRemoval?: boolean
}

/**
 * Does something with each who is chosen, can be stopped in between, and keeps those with whom it has yet to be done. Where somebody
 * leaves the page in the middle of it, no more is begun, and a notice says how far it got; and so it does where their own access
 * ends in the middle, which leads to the page to log in.
 */
export function useRunForEach<T>(
  subjects: T[],
  run: (subject: T) => Promise<unknown>,
  { isRemoval = false }: Options = {}
) {
  const { remaining, failures, settle } = useRemaining(subjects)
  const [done, setDone] = useState(0)
  const [stopped, setStopped] = useState<StoppedRun>()
  const { isStopping, stop, reset, isStopped } = useStop()
  const { t } = useTranslation()
  const hasLeft = useHasLeft()
  const sayHowFar = useCallback(
    (words: "people.left" | "people.logged_out", outcomes: Outcome<T>[], total: number) => {
      const failed = outcomes.filter(({ error }) => error !== undefined).length
      const done = outcomes.length - failed
      const say = done === total ? toast.success : toast.warning
      say(t(words, { done, failed, untried: total - outcomes.length }))
    },
    [t]
  )
  const runAll = async () => {
    const outcomes: Outcome<T>[] = []
    const note = (outcome: Outcome<T>) => {
      outcomes.push(outcome)
      setDone(outcomes.length)
    }
    try {
      await runForEach(remaining, run, note, () => isStopped() || hasLeft())
    } catch (error) {
      if (remaining.length > 1) {
        sayHowFar("people.logged_out", outcomes, remaining.length)
      }
      throw error
    }
    if (hasLeft()) {
      sayHowFar("people.left", outcomes, remaining.length)
    }
    return outcomes
  }
  const { mutate, isPending } = useBackendMutation(runAll, undefined, {
    // It fails with somebody who is gone, too, of whom somebody else was faster.
    mayHaveRemoved: (outcomes) =>
      isRemoval || !outcomes || outcomes.some(({ error }) => error !== undefined),
  })

  const start = (onSettled: (result: RunResult<T>) => void) => {
    reset()
    setDone(0)
    setStopped(undefined)
    mutate(undefined, {
      onSuccess: (outcomes) => {
        const result = settle(outcomes)
        if (result.untried.length) {
          setStopped({ done: result.done.length, untried: result.untried.length })
        }
        onSettled(result)
      },
    })
  }
  const total = remaining.length
  return {
    remaining,
    failures,
    stopped,
    isPending,
    start,
    progress: isPending && total > 1 ? { done, total, isStopping } : undefined,
    // One alone is done or not: there is no place in between.
    ...(total > 1 && { stop }),
  }
}
