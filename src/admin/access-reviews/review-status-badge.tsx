import { StatusBadge } from "@medusajs/ui"
import { AccessReviewStatus } from "../../domain/access-review"
import { useTranslation } from "../i18n/use-translation"

const COLORS = {
  [AccessReviewStatus.OPEN]: "orange",
  [AccessReviewStatus.CLOSED]: "green",
} as const

export function ReviewStatusBadge({ status }: { status: AccessReviewStatus }) {
  const { t } = useTranslation()
  return <StatusBadge color={COLORS[status]}>{t(`access_reviews.status.${status}`)}</StatusBadge>
}
