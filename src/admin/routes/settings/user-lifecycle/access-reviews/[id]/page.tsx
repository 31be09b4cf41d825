import { useParams } from "react-router-dom"
import { AccessReview } from "../../../../../access-reviews/access-review"
import { Breadcrumb } from "../../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../../components/lifecycle-page"

const AccessReviewPage = () => {
  const { id = "" } = useParams()
  return (
    <LifecyclePage>
      <AccessReview id={id} />
    </LifecyclePage>
  )
}
export default AccessReviewPage

export const handle = { breadcrumb: () => <Breadcrumb label="access_reviews.review" /> }
