import { InlineTip, Input, toast } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { useTranslation } from "react-i18next"
import { AccessReviewDecision } from "../../domain/access-review"
import type { AccessReviewItem } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { Field } from "../components/field"
import { FormDrawer } from "../components/form-drawer"
import { NAMESPACE } from "../i18n/namespace"
import { OffboardingPreview, useOffboardingPreview } from "../people/offboarding-preview"
import type { Subject } from "../people/person-actions"
import { decide } from "./decide"
import { NoteField } from "./note-field"

type Props = { reviewId: string; item: AccessReviewItem; onClose: () => void }

/** Says that a removal is an offboarding, at once, and what it takes away; asks for a confirmation that is typed; and does it. */
export function RemoveDrawer({ reviewId, item, onClose }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const { email } = item
  const [note, setNote] = useState("")
  const [confirmation, setConfirmation] = useState("")
  const subjects = useMemo(() => [toSubject(item)], [item])

  const { mutate, isPending, error } = useBackendMutation(async () => {
    const [outcome] = await decide(reviewId, [item], {
      decision: AccessReviewDecision.REMOVE,
      note,
    })
    // What the backend refuses about a line is no error of the request; of this drawer, it is.
    if (outcome.error) {
      throw outcome.error
    }
  })
  const preview = useOffboardingPreview(subjects, { enabled: !isPending })
  // Nothing is taken away that nobody was shown.
  const isReady = confirmation.trim() === email && !!preview.data?.reports.length
  const submit = () =>
    mutate(undefined, {
      onSuccess: () => {
        toast.success(t("access_reviews.remove.done", { email }))
        onClose()
      },
    })

  return (
    <FormDrawer
      title={t("access_reviews.remove.title", { email })}
      submitLabel={t("access_reviews.remove.submit")}
      isDestructive
      isReady={isReady}
      isPending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <InlineTip variant="warning" label={t("access_reviews.remove.at_once")}>
        {t("access_reviews.remove.explanation")}
      </InlineTip>
      <OffboardingPreview query={preview} />
      <NoteField value={note} hint={t("access_reviews.fields.note_hint")} onChange={setNote} />
      <Field label={t("people.confirm", { secret: email })}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            placeholder={email}
            value={confirmation}
            onChange={(event) => setConfirmation(event.target.value)}
          />
        )}
      </Field>
    </FormDrawer>
  )
}

const toSubject = ({ user_id, email, snapshot }: AccessReviewItem): Subject => ({
  user_id,
  email,
  status: snapshot.status,
  offboarding_at: snapshot.offboarding_at,
})
