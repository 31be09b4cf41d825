import { ArrowLeftMini } from "@medusajs/icons"
import { Button, Text } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { Link } from "react-router-dom"
import { AccessReviewStatus } from "../../domain/access-review"
import { REVIEW_DECISION_PERMISSIONS } from "../../domain/permission"
import type { AccessReview as Review } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useCan } from "../api/use-permissions"
import { ExportMenu } from "../components/export-menu"
import { Instant } from "../components/instant"
import { QueryState } from "../components/query-state"
import { Section } from "../components/section"
import { useTranslation } from "../i18n/use-translation"
import { REVIEWS_PAGE } from "../lib/paths"
import { CloseReviewDrawer } from "./close-review-drawer"
import { reviewRoute } from "./decide"
import { DueDate } from "./due-date"
import { KeyHints } from "./key-hints"
import { ReviewItemsTable } from "./review-items-table"
import { ReviewProgress } from "./review-progress"
import { ReviewStatusBadge } from "./review-status-badge"

/** One review: how far it is, who is on its list, and what was decided about each. */
export function AccessReview({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useBackendQuery<{ access_review: Review }>(reviewRoute(id))
  return (
    <>
      <Link
        to={REVIEWS_PAGE}
        className="txt-compact-small-plus text-ui-fg-subtle hover:text-ui-fg-base focus-visible:shadow-borders-focus flex w-fit items-center gap-x-1 rounded-md px-1 outline-none"
      >
        <ArrowLeftMini />
        {t("access_reviews.all")}
      </Link>
      <QueryState query={query} isPage>
        {({ access_review }) => (
          <>
            <Summary review={access_review} />
            <List review={access_review} />
          </>
        )}
      </QueryState>
    </>
  )
}

function Summary({ review }: { review: Review }) {
  const { t } = useTranslation()
  const can = useCan()
  const [isClosing, setIsClosing] = useState(false)
  const isOpen = review.status === AccessReviewStatus.OPEN
  return (
    <Section
      title={review.title}
      actions={
        <>
          <ReviewStatusBadge status={review.status} />
          <ExportMenu
            path={reviewRoute(review.id, "/export")}
            fileName={`access-review-${review.id}`}
          />
          {isOpen && can("user:update") && (
            <Button size="small" variant="primary" onClick={() => setIsClosing(true)}>
              {t("access_reviews.close.label")}
            </Button>
          )}
        </>
      }
    >
      <div className="px-6 py-4">
        <ReviewProgress review={review} isDetailed />
      </div>
      <dl className="txt-compact-small flex flex-wrap gap-x-10 gap-y-3 px-6 py-4">
        <Fact name={t("access_reviews.columns.opened")}>
          <Instant at={review.created_at} />
          <By name={review.opened_by_name} />
        </Fact>
        <Fact name={t("access_reviews.columns.due")}>
          <DueDate review={review} />
        </Fact>
        {review.closed_at && (
          <Fact name={t("access_reviews.columns.closed")}>
            <Instant at={review.closed_at} />
            <By name={review.closed_by_name} />
          </Fact>
        )}
      </dl>
      {isClosing && <CloseReviewDrawer review={review} onClose={() => setIsClosing(false)} />}
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-y-1">
      <dt className="txt-compact-xsmall-plus text-ui-fg-subtle">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function By({ name }: { name: string | null }) {
  const { t } = useTranslation()
  return name ? (
    <span className="text-ui-fg-subtle"> {t("people.created_by", { name })}</span>
  ) : null
}

function List({ review }: { review: Review }) {
  const { t } = useTranslation()
  const can = useCan()
  const isOpen = review.status === AccessReviewStatus.OPEN
  return (
    <Section
      title={t("access_reviews.list.title")}
      description={t(isOpen ? "access_reviews.list.open" : "access_reviews.list.closed")}
      actions={isOpen && can(...REVIEW_DECISION_PERMISSIONS) && <KeyHints />}
    >
      {review.counts.total === 0 ? (
        <Text size="small" className="text-ui-fg-subtle px-6 py-4">
          {t("access_reviews.list.empty")}
        </Text>
      ) : (
        <ReviewItemsTable review={review} />
      )}
    </Section>
  )
}
