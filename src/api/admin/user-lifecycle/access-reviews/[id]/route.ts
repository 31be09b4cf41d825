import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { AccessReview } from "../../../../../workflows/access-review"
import { retrieveAccessReview } from "../retrieve-access-review"

/** An access review, and how far it is. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ access_review: AccessReview }>
) => {
  res.json({ access_review: await retrieveAccessReview(req) })
}
