import { useState } from "react"
import { type ActionForm, isSameForm, type Stored, toForm } from "./action-form"
import type { PersonAction, Subject } from "./person-actions"
import { useScheduledOffboarding } from "./use-scheduled-offboarding"

/**
 * What somebody fills in before an action. A change begins with what is so now: what was typed meanwhile is not written over.
 */
export function useActionForm(action: PersonAction, subjects: Subject[]) {
  // As they were when it was opened: what becomes of them meanwhile is no reason to forget what was typed.
  const [chosen] = useState(subjects)
  const [typed, setTyped] = useState<Partial<ActionForm>>({})
  const hasDate = action.fields.includes("at")
  const scheduled = useScheduledOffboarding(chosen, { enabled: hasDate })
  const isRescheduling = action.isChange === true && hasDate
  const [subject] = chosen
  const stored: Stored = isRescheduling
    ? { ...scheduled.data, at: scheduled.data?.offboard_at ?? subject.offboarding_at }
    : action.isChange
      ? { reason: subject.reason, until: subject.until }
      : {}
  const before = toForm(stored)
  const form = { ...before, ...typed }
  return {
    form,
    before,
    stored,
    set: (change: Partial<ActionForm>) => setTyped((current) => ({ ...current, ...change })),
    // What is typed to confirm is no work that could be lost.
    isDirty: !isSameForm(form, before),
    scheduled,
    isRescheduling,
    /** All of what is to be changed is known: nothing of it is dropped unseen. */
    isKnown: !isRescheduling || Boolean(scheduled.data),
  }
}
