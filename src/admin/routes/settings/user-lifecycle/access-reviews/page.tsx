import { AccessReviews } from "../../../../access-reviews/access-reviews"
import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"

export default function AccessReviewsPage() {
  return (
    <LifecyclePage>
      <AccessReviews />
    </LifecyclePage>
  )
}

export const handle = { breadcrumb: () => <Breadcrumb label="access_reviews.title" /> }
