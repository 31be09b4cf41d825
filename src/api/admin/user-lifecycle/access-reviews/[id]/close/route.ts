import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { AccessReview, closeAccessReviewWorkflow } from "../../../../../../workflows/access-review"
import { changeContext } from "../../../../../change-context"
import { AdminCloseAccessReviewType } from "../../validators"

/** Closes an access review, of which nothing changes then: see `closeAccessReviewWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminCloseAccessReviewType>,
  res: MedusaResponse<{ access_review: AccessReview }>
) => {
  const { result: access_review } = await closeAccessReviewWorkflow(req.scope).run({
    input: { review_id: req.params.id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json({ access_review })
}
