import { useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { AccessReviewDecision } from "../../domain/access-review"
import type { AccessReviewItem } from "../api/types"
import { ChosenList } from "../components/chosen-list"
import { Failures } from "../components/failures"
import { FormDrawer } from "../components/form-drawer"
import { useRemaining } from "../people/use-remaining"
import { NoteField } from "./note-field"
import { useDecide } from "./use-decide"

type Props = {
  reviewId: string
  items: AccessReviewItem[]
  onClose: () => void
  /** These keep their access. */
  onDone: (items: AccessReviewItem[]) => void
}

/** Decides that one person, or many, keep their access, with a note about why. */
export function KeepDrawer({ reviewId, items, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const [note, setNote] = useState("")
  const { remaining, failures, settle } = useRemaining(items)
  const { mutate, isPending, error } = useDecide(
    reviewId,
    remaining,
    { decision: AccessReviewDecision.KEEP, note },
    (done) => t("access_reviews.keep.done", { count: done.length, email: done[0].email })
  )
  const submit = () =>
    mutate(undefined, {
      onSuccess: (outcomes) => {
        const { done, isComplete } = settle(outcomes)
        onDone(done)
        if (isComplete) {
          onClose()
        }
      },
    })

  return (
    <FormDrawer
      title={t("access_reviews.keep.title", { count: remaining.length, email: remaining[0].email })}
      description={t("access_reviews.keep.explanation")}
      submitLabel={t("access_reviews.keep.label")}
      isDirty={note !== ""}
      isPending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChosenList people={remaining} />
      <NoteField value={note} hint={t("access_reviews.fields.note_hint")} onChange={setNote} />
      <Failures title={t("people.failed", { count: failures.length })} failures={failures} />
    </FormDrawer>
  )
}
