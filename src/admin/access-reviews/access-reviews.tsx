import { Button } from "@medusajs/ui"
import { useState } from "react"
import { useCan } from "../api/use-permissions"
import { Section } from "../components/section"
import { useTranslation } from "../i18n/use-translation"
import { OpenReviewDrawer } from "./open-review-drawer"
import { ReviewsTable } from "./reviews-table"

/** The access reviews, and the way to open one. */
export function AccessReviews() {
  const { t } = useTranslation()
  const can = useCan()
  const [isOpening, setIsOpening] = useState(false)
  return (
    <Section
      title={t("access_reviews.title")}
      description={t("access_reviews.description")}
      actions={
        can("user:update") && (
          <Button size="small" variant="secondary" onClick={() => setIsOpening(true)}>
            {t("access_reviews.open.title")}
          </Button>
        )
      }
    >
      <ReviewsTable />
      {isOpening && <OpenReviewDrawer onClose={() => setIsOpening(false)} />}
    </Section>
  )
}
