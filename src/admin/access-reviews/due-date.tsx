import { Badge } from "@medusajs/ui"
import { AccessReviewStatus } from "../../domain/access-review"
import type { AccessReview } from "../api/types"
import { Instant } from "../components/instant"
import { useTranslation } from "../i18n/use-translation"

/** By when a review is to be closed, and whether that is over. */
export function DueDate({ review: { due_at, status } }: { review: AccessReview }) {
  const { t } = useTranslation()
  const isOverdue =
    due_at !== null && status === AccessReviewStatus.OPEN && new Date(due_at) < new Date()
  return (
    <span className="inline-flex items-center gap-x-2 whitespace-nowrap">
      <Instant at={due_at} />
      {isOverdue && (
        <Badge size="2xsmall" color="red">
          {t("access_reviews.overdue")}
        </Badge>
      )}
    </span>
  )
}
