import { InlineTip } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { AccessReviewDecision } from "../../domain/access-review"
import type { AccessReviewItem } from "../api/types"
import { ChosenList } from "../components/chosen-list"
import { ConfirmationField } from "../components/confirmation-field"
import { Failures } from "../components/failures"
import { FormDrawer } from "../components/form-drawer"
import { NAMESPACE } from "../i18n/namespace"
import { OffboardingPreview, useOffboardingPreview } from "../people/offboarding-preview"
import type { Subject } from "../people/person-actions"
import { useRemaining } from "../people/use-remaining"
import { NoteField } from "./note-field"
import { useDecide } from "./use-decide"

type Props = {
  reviewId: string
  items: AccessReviewItem[]
  onClose: () => void
  /** These have no access any more. */
  onDone: (items: AccessReviewItem[]) => void
}

/**
 * Says that a removal is an offboarding, at once, and what it takes away; asks for a confirmation that is typed; and does it, for
 * one person or many.
 */
export function RemoveDrawer({ reviewId, items, onClose, onDone }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const [note, setNote] = useState("")
  const [confirmation, setConfirmation] = useState("")
  const { remaining, failures, settle } = useRemaining(items)
  const subjects = useMemo(() => remaining.map(toSubject), [remaining])
  const [{ email }] = remaining
  const count = remaining.length
  const secret = count === 1 ? email : String(count)

  const { mutate, isPending, error } = useDecide(
    reviewId,
    remaining,
    { decision: AccessReviewDecision.REMOVE, note },
    (done) => t("access_reviews.remove.done", { count: done.length, email: done[0].email })
  )
  const preview = useOffboardingPreview(subjects, { enabled: !isPending })
  // Nothing is taken away that nobody was shown.
  const isReady =
    confirmation.trim() === secret && !preview.isError && !!preview.data?.reports.length
  const submit = () =>
    mutate(undefined, {
      onSuccess: (outcomes) => {
        const { done, isComplete } = settle(outcomes)
        onDone(done)
        if (isComplete) {
          onClose()
        } else {
          setConfirmation("")
        }
      },
    })

  return (
    <FormDrawer
      title={t("access_reviews.remove.title", { count, email })}
      submitLabel={t("access_reviews.remove.submit")}
      isDestructive
      isReady={isReady}
      isDirty={note !== ""}
      isPending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <InlineTip variant="warning" label={t("access_reviews.remove.at_once")}>
        {t("access_reviews.remove.explanation", { count })}
      </InlineTip>
      <ChosenList people={remaining} />
      <OffboardingPreview query={preview} />
      <NoteField value={note} hint={t("access_reviews.fields.note_hint")} onChange={setNote} />
      <ConfirmationField secret={secret} value={confirmation} onChange={setConfirmation} />
      <Failures title={t("people.failed", { count: failures.length })} failures={failures} />
    </FormDrawer>
  )
}

const toSubject = ({ user_id, email, snapshot }: AccessReviewItem): Subject => ({
  user_id,
  email,
  status: snapshot.status,
  offboarding_at: snapshot.offboarding_at,
  login_methods: snapshot.login_methods,
  awaits_password: snapshot.awaits_password,
})
