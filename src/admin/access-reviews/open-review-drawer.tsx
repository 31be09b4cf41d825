import { Input, Text } from "@medusajs/ui"
import { useState } from "react"
import { useNavigate } from "react-router-dom"
import { AccessStatus } from "../../domain/access"
import type { AccessReview, PeoplePage } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { Field } from "../components/field"
import { QueryState } from "../components/query-state"
import { FormDrawer } from "../components/form-drawer"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"
import { LIFECYCLE, reviewPage } from "../lib/paths"
import { isNoFuture, MAX_DAY, toInstant } from "../lib/local-time"
import { post } from "../lib/request"
import { REVIEWS } from "./decide"

const MAX_TITLE_LENGTH = 255

/** The day ends where whoever is to be done by then is. */
const endOfDay = (day: string) => `${day}T23:59:59`

/** Opens a review, and goes to its page. */
export function OpenReviewDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions()
  const [title, setTitle] = useState("")
  const [due, setDue] = useState("")
  const isPast = due !== "" && isNoFuture(endOfDay(due), new Date())

  const { mutate, isPending, error } = useBackendMutation(
    () =>
      post<{ access_review: AccessReview }>(REVIEWS, {
        title: title.trim() || undefined,
        due_at: due ? toInstant(endOfDay(due)) : undefined,
      }),
    (_, { access_review }) => t("access_reviews.open.done", { title: access_review.title })
  )
  const submit = () =>
    mutate(undefined, { onSuccess: ({ access_review }) => navigate(reviewPage(access_review.id)) })

  return (
    <FormDrawer
      title={t("access_reviews.open.title")}
      description={t("access_reviews.open.explanation")}
      submitLabel={t("access_reviews.open.submit")}
      isReady={!isPast}
      isDirty={title !== "" || due !== ""}
      isPending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <HowMany />
      <Field
        label={t("access_reviews.fields.title")}
        hint={t("access_reviews.fields.title_hint")}
        isOptional
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={MAX_TITLE_LENGTH}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t("access_reviews.fields.due")}
        hint={t("access_reviews.fields.due_hint", { zone })}
        problem={isPast ? t("people.fields.in_the_past") : undefined}
        isOptional
      >
        {(control) => (
          <Input
            {...control}
            type="date"
            max={MAX_DAY}
            value={due}
            onChange={(event) => setDue(event.target.value)}
          />
        )}
      </Field>
    </FormDrawer>
  )
}

/** How many people there are to decide about: those who have access now. */
function HowMany() {
  const { t, i18n } = useTranslation()
  const query = useBackendQuery<PeoplePage>(`${LIFECYCLE}/people`, {
    status: [AccessStatus.ACTIVE, AccessStatus.SUSPENDED],
    limit: 1,
  })
  return (
    <div className="bg-ui-bg-subtle rounded-lg border" aria-live="polite">
      <QueryState query={query}>
        {({ count }) => (
          <Text size="small" className="px-4 py-3">
            {t("access_reviews.open.how_many", {
              count,
              number: formatCount(count, i18n.language),
            })}
          </Text>
        )}
      </QueryState>
    </div>
  )
}
