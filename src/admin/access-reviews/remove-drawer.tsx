import { InlineTip, toast } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { AccessReviewDecision } from "../../domain/access-review"
import type { AccessReviewItem } from "../api/types"
import { ChosenList } from "../components/chosen-list"
import { ConfirmationField } from "../components/confirmation-field"
import { Failures } from "../components/failures"
import { FormDrawer } from "../components/form-drawer"
import { OffboardingPreview, useOffboardingPreview } from "../people/offboarding-preview"
import type { Subject } from "../people/person-actions"
import { RunStatus } from "../people/run-status"
import { useRunForEach } from "../people/use-run-for-each"
import { decide } from "./decide"
import { NoteField } from "./note-field"

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
  const { t } = useTranslation()
  const [note, setNote] = useState("")
  const [confirmation, setConfirmation] = useState("")
  const { remaining, failures, stopped, isPending, start, progress, stop } = useRunForEach(
    items,
    async (item) => {
      const decision = { decision: AccessReviewDecision.REMOVE, note }
      const [{ error }] = await decide(reviewId, [item], decision)
      if (error) {
        throw error
      }
    }
  )
  const subjects = useMemo(() => remaining.map(toSubject), [remaining])
  const count = remaining.length

  const preview = useOffboardingPreview(subjects, {
    enabled: !isPending,
    takesKeysOfTheGone: true,
  })
  const reports = preview.data?.reports ?? []
  // The one on the list can be somebody else's by now.
  const emailOf = ({ user_id, email }: AccessReviewItem) =>
    reports.find((report) => report.user_id === user_id)?.email ?? email
  const renamed = remaining.filter((item) => emailOf(item) !== item.email)
  const email = emailOf(remaining[0])
  const secret = count === 1 ? email : String(count)
  // Nothing is taken away that nobody was shown.
  const isReady = confirmation.trim() === secret && !preview.error && reports.length > 0
  const submit = () =>
    start(({ done, isComplete }) => {
      if (done.length) {
        const [first] = done
        toast.success(
          t("access_reviews.remove.done", { count: done.length, email: emailOf(first) })
        )
      }
      onDone(done)
      if (isComplete) {
        onClose()
      } else {
        setConfirmation("")
      }
    })

  return (
    <FormDrawer
      title={t("access_reviews.remove.title", { count, email })}
      submitLabel={t("access_reviews.remove.submit")}
      isDestructive
      isReady={isReady}
      isDirty={note !== ""}
      isPending={isPending}
      onStop={stop}
      isStopping={progress?.isStopping}
      onSubmit={submit}
      onClose={onClose}
    >
      <InlineTip variant="warning" label={t("access_reviews.remove.at_once")}>
        {t("access_reviews.remove.explanation", { count })}
      </InlineTip>
      <ChosenList people={remaining} />
      {renamed.length > 0 && (
        <InlineTip variant="info" label={t("access_reviews.remove.renamed")}>
          <ul className="break-words">
            {renamed.map((item) => (
              <li key={item.id}>
                {t("access_reviews.remove.renamed_to", { from: item.email, to: emailOf(item) })}
              </li>
            ))}
          </ul>
        </InlineTip>
      )}
      <OffboardingPreview preview={preview} />
      <NoteField value={note} hint={t("access_reviews.fields.note_hint")} onChange={setNote} />
      <ConfirmationField secret={secret} value={confirmation} onChange={setConfirmation} />
      <RunStatus progress={progress} stopped={stopped} />
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
