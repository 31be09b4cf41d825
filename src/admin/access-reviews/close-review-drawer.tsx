import { Checkbox, Label, Text } from "@medusajs/ui"
import type { UseQueryResult } from "@tanstack/react-query"
import { useId, useState } from "react"
import { UNDECIDED } from "../../domain/access-review"
import type { AccessReview, AccessReviewItemsPage } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { QueryState } from "../components/query-state"
import { FormDrawer } from "../components/form-drawer"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"
import { post } from "../lib/request"
import { reviewRoute } from "./decide"
import { NoteField } from "./note-field"

/** So many of those about whom nobody has decided are named; more can be seen in the list. */
const NAMED = 50

type Props = { review: AccessReview; onClose: () => void }

/** Asks before a review is closed, names those about whom nobody has decided, and says what becomes of them. */
export function CloseReviewDrawer({ review, onClose }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [note, setNote] = useState("")
  const [isAllowed, setIsAllowed] = useState(false)
  const { undecided } = review.counts
  const query = useBackendQuery<AccessReviewItemsPage>(
    reviewRoute(review.id, "/items"),
    { decision: UNDECIDED, limit: NAMED },
    { enabled: undecided > 0 }
  )
  // Nobody allows what nobody was shown.
  const isReady = undecided === 0 || (isAllowed && query.data !== undefined)

  const { mutate, isPending, error } = useBackendMutation(
    () =>
      post(reviewRoute(review.id, "/close"), {
        note: note.trim() || undefined,
        // Nothing else: what somebody has not been told of is not theirs to allow.
        ...(isAllowed ? { allow_undecided: true } : {}),
      }),
    () => t("access_reviews.close.done", { title: review.title })
  )
  const submit = () => mutate(undefined, { onSuccess: onClose })

  return (
    <FormDrawer
      title={t("access_reviews.close.title", { title: review.title })}
      description={t("access_reviews.close.explanation")}
      submitLabel={t("access_reviews.close.label")}
      isDestructive
      isReady={isReady}
      isDirty={note !== ""}
      isPending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      {undecided > 0 && (
        <>
          <Undecided query={query} />
          <div className="flex items-start gap-x-2">
            <Checkbox
              id={id}
              checked={isAllowed}
              onCheckedChange={(isOn) => setIsAllowed(isOn === true)}
            />
            <Label htmlFor={id} size="small">
              {t("access_reviews.close.allow_undecided", { count: undecided })}
            </Label>
          </div>
        </>
      )}
      <NoteField
        value={note}
        hint={t("access_reviews.fields.closing_note_hint")}
        onChange={setNote}
      />
    </FormDrawer>
  )
}

function Undecided({ query }: { query: UseQueryResult<AccessReviewItemsPage> }) {
  const { t, i18n } = useTranslation()
  return (
    <section
      aria-label={t("access_reviews.close.undecided_title")}
      className="bg-ui-bg-subtle rounded-lg border"
    >
      <QueryState query={query}>
        {({ items, count }) => (
          <div className="flex flex-col gap-y-2 px-4 py-3">
            <Text size="small" leading="compact" weight="plus">
              {t("access_reviews.close.undecided", {
                count,
                number: formatCount(count, i18n.language),
              })}
            </Text>
            <ul
              tabIndex={0}
              aria-label={t("access_reviews.close.undecided_title")}
              className="txt-compact-small text-ui-fg-subtle focus-visible:shadow-borders-focus max-h-40 overflow-y-auto rounded-md outline-none"
            >
              {items.map((item) => (
                <li key={item.id} className="break-words">
                  {item.email}
                </li>
              ))}
              {count > items.length && (
                <li>{t("access_reviews.close.more", { count: count - items.length })}</li>
              )}
            </ul>
          </div>
        )}
      </QueryState>
    </section>
  )
}
