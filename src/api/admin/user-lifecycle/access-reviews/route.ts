import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { listReviews } from "../../../../database/access-reviews"
import { AccessReview, openAccessReviewWorkflow } from "../../../../workflows/access-review"
import { changeContext } from "../../../change-context"
import { inTurn } from "../../../take-turns"
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
  const input = { ...req.validatedBody, ...changeContext(req) }
  const done = await inTurn(req, res, () => openAccessReviewWorkflow(req.scope).run({ input }))
  if (done) {
    res.status(200).json({ access_review: done.result })
  }
}
