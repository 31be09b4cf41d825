import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { listReviews } from "../../../../database/access-reviews"
import { AccessReview, openAccessReviewWorkflow } from "../../../../workflows/access-review"
import { changeContext } from "../../../change-context"
import { AdminGetAccessReviewsType, AdminOpenAccessReviewType } from "./validators"

/** The access reviews, the youngest first unless `order` says otherwise, and how far they are. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetAccessReviewsType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const filters = req.validatedQuery as AdminGetAccessReviewsType
  const { limit, offset } = filters
  res.json({ ...(await listReviews(db, filters)), offset, limit })
}

/** Freezes a list of who has access, for somebody to decide about each: see `openAccessReviewWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminOpenAccessReviewType>,
  res: MedusaResponse<{ access_review: AccessReview }>
) => {
  const { result: access_review } = await openAccessReviewWorkflow(req.scope).run({
    input: { ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json({ access_review })
}
