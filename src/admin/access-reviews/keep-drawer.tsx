import { Button, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { AccessReviewDecision } from "../../domain/access-review"
import type { AccessReviewItem } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { Failures } from "../components/failures"
import { SideDrawer } from "../components/side-drawer"
import { NAMESPACE } from "../i18n/namespace"
import { messageOf } from "../lib/request"
import type { Outcome } from "../people/run-for-each"
import { decide } from "./decide"
import { NoteField } from "./note-field"

const FORM = "keep-access"

type Props = {
  reviewId: string
  items: AccessReviewItem[]
  onClose: () => void
  /** Everybody keeps their access. */
  onDone: () => void
}

/** Decides that one person, or many, keep their access, with a note about why. */
export function KeepDrawer({ reviewId, items, onClose, onDone }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const [note, setNote] = useState("")
  const [remaining, setRemaining] = useState(items)
  const [failures, setFailures] = useState<Outcome<AccessReviewItem>[]>([])
  const { mutate, isPending, error } = useBackendMutation(() =>
    decide(reviewId, remaining, { decision: AccessReviewDecision.KEEP, note })
  )
  const submit = () =>
    mutate(undefined, {
      onSuccess: (outcomes) => {
        const failed = outcomes.filter((outcome) => outcome.error !== undefined)
        const done = outcomes.filter((outcome) => outcome.error === undefined)
        if (done.length) {
          toast.success(
            t("access_reviews.keep.done", { count: done.length, email: done[0].subject.email })
          )
        }
        if (failed.length) {
          setFailures(failed)
          setRemaining(failed.map(({ subject }) => subject))
        } else {
          onDone()
          onClose()
        }
      },
    })

  return (
    <SideDrawer
      title={t("access_reviews.keep.title", { count: remaining.length, email: remaining[0].email })}
      description={t("access_reviews.keep.explanation")}
      onClose={onClose}
      isBusy={isPending}
      footer={
        <>
          <Button size="small" variant="secondary" onClick={onClose} disabled={isPending}>
            {t("actions.cancel")}
          </Button>
          <Button size="small" type="submit" form={FORM} isLoading={isPending}>
            {t("access_reviews.keep.label")}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        noValidate
        className="flex flex-col gap-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {remaining.length > 1 && (
          <ul
            aria-label={t("people.chosen")}
            tabIndex={0}
            className="txt-compact-small focus-visible:shadow-borders-focus max-h-48 overflow-y-auto rounded-md outline-none"
          >
            {remaining.map(({ id, email }) => (
              <li key={id}>{email}</li>
            ))}
          </ul>
        )}
        <NoteField value={note} hint={t("access_reviews.fields.note_hint")} onChange={setNote} />
        {error && (
          <Text role="alert" size="small" className="text-ui-fg-error break-words">
            {messageOf(error)}
          </Text>
        )}
        <Failures
          title={t("people.failed", { count: failures.length })}
          failures={failures.map((outcome) => ({
            name: outcome.subject.email,
            error: outcome.error,
          }))}
        />
      </form>
    </SideDrawer>
  )
}
