import { AccessReviews } from "../../../../access-reviews/access-reviews"
import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"

const AccessReviewsPage = () => {
  return (
    <LifecyclePage>
      <AccessReviews />
    </LifecyclePage>
  )
}
export default AccessReviewsPage

export const handle = { breadcrumb: () => <Breadcrumb label="access_reviews.title" /> }
