import { Text } from "@medusajs/ui"
import { useMemo } from "react"
import { Link } from "react-router-dom"
import { AccessReviewStatus } from "../../domain/access-review"
import type { AccessReview, AccessReviewsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { useTranslation } from "../i18n/use-translation"
import { reviewPage } from "../lib/paths"
import { type Column, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { toSingleStatus } from "../table/single-value"
import { useTableState } from "../table/use-table-state"
import { REVIEWS } from "./decide"
import { DueDate } from "./due-date"
import { ReviewProgress } from "./review-progress"
import { ReviewStatusBadge } from "./review-status-badge"

const FILTERS = ["status"] as const

/** The reviews, those first that are open, and how far each is. */
export function ReviewsTable() {
  const { t } = useTranslation()
  const state = useTableState(FILTERS)
  const query = useBackendQuery<AccessReviewsPage>(REVIEWS, {
    ...toSingleStatus(state.query),
    order: "-status",
  })
  const columns = useReviewColumns()
  return (
    <ServerTable
      label={t("access_reviews.title")}
      state={state}
      columns={columns}
      filters={[
        {
          name: "status",
          label: t("access_reviews.columns.status"),
          isSingle: true,
          options: Object.values(AccessReviewStatus).map((value) => ({
            value,
            label: t(`access_reviews.status.${value}`),
          })),
        },
      ]}
      {...tableData(query, (page) => page.access_reviews)}
      idOf={({ id }) => id}
      nameOf={({ title }) => title}
      empty={{
        title: t("access_reviews.empty.title"),
        description: t("access_reviews.empty.description"),
      }}
    />
  )
}

function useReviewColumns(): Column<AccessReview>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        name: "title",
        header: t("access_reviews.columns.title"),
        cell: ({ id, title }) => (
          <Link
            to={reviewPage(id)}
            className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus block max-w-xs whitespace-normal break-words rounded-md py-2 outline-none"
          >
            {title}
          </Link>
        ),
      },
      {
        name: "status",
        header: t("access_reviews.columns.status"),
        cell: ({ status, closed_at, closed_by_name }) => (
          <div className="flex flex-col gap-y-1 py-2">
            <ReviewStatusBadge status={status} />
            {closed_at && <ByWhom at={closed_at} name={closed_by_name} />}
          </div>
        ),
      },
      {
        name: "progress",
        header: t("access_reviews.columns.progress"),
        cell: (review) => <ReviewProgress review={review} />,
      },
      {
        name: "due_at",
        header: t("access_reviews.columns.due"),
        cell: (review) => <DueDate review={review} />,
      },
      {
        name: "created_at",
        header: t("access_reviews.columns.opened"),
        cell: ({ created_at, opened_by_name }) => (
          <div className="flex flex-col py-2">
            <Instant at={created_at} />
            {opened_by_name && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                <CellText>{t("people.created_by", { name: opened_by_name })}</CellText>
              </Text>
            )}
          </div>
        ),
      },
    ],
    [t]
  )
}

function ByWhom({ at, name }: { at: string; name: string | null }) {
  const { t } = useTranslation()
  return (
    <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
      <Instant at={at} />
      {name && <CellText>{t("people.created_by", { name })}</CellText>}
    </Text>
  )
}
