import { useState } from "react"
import { type ActionForm, isSameForm, type Stored, toForm } from "./action-form"
import type { PersonAction, Subject } from "./person-actions"
import { useAccess } from "./use-access"
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
  const isResuspending = action.isChange === true && !hasDate
  const [subject] = chosen
  const access = useAccess(subject.user_id, { enabled: isResuspending })
  const suspension = access.isFetchedAfterMount ? access.data : undefined
  const { reason, until } = suspension ?? subject
  const stored: Stored = isRescheduling
    ? { ...scheduled.data, at: scheduled.data?.offboard_at ?? subject.offboarding_at }
    : isResuspending
      ? { reason, until }
      : {}
  const read = isRescheduling ? scheduled : { ...access, data: suspension }
  const isKnown = !action.isChange || Boolean(read.data)
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
    isKnown,
    /** It could not be read. */
    unread: read.isError && !isKnown ? read : undefined,
  }
}
