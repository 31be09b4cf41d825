import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { listReviewItems } from "../../../../../../database/access-reviews"
import {
  decideAccessReviewWorkflow,
  DecideAccessReviewResult,
} from "../../../../../../workflows/access-review"
import { changeContext } from "../../../../../change-context"
import { retrieveAccessReview } from "../../retrieve-access-review"
import { AdminDecideAccessReviewType, AdminGetAccessReviewItemsType } from "../../validators"

/** Who had access when a review was opened, in the order of emails, and what was decided about each. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetAccessReviewItemsType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const filters = req.validatedQuery as AdminGetAccessReviewItemsType
  const { limit, offset } = filters
  const { id } = await retrieveAccessReview(req)
  res.json({ ...(await listReviewItems(db, id, filters)), offset, limit })
}

/** Decides about people on the list, and says what became of each: see `decideAccessReviewWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminDecideAccessReviewType>,
  res: MedusaResponse<DecideAccessReviewResult>
) => {
  const { result } = await decideAccessReviewWorkflow(req.scope).run({
    input: { review_id: req.params.id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json(result)
}
