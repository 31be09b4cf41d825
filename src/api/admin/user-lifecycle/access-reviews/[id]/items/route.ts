import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { AccessReviewItemOrder, listReviewItems } from "../../../../../../database/access-reviews"
import {
  decideAccessReviewWorkflow,
  DecideAccessReviewResult,
} from "../../../../../../workflows/access-review"
import { searchInTurn } from "../../../../../take-turns"
import { changeContext } from "../../../../../change-context"
import { toOrder, toPeopleFilters } from "../../../people/filters"
import { retrieveAccessReview } from "../../retrieve-access-review"
import { AdminDecideAccessReviewType, AdminGetAccessReviewItemsType } from "../../validators"

/** Who had access when a review was opened, and what was decided about each. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetAccessReviewItemsType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { decision, has_api_keys, order, limit, offset, ...known } =
    req.validatedQuery as AdminGetAccessReviewItemsType
  const { id } = await retrieveAccessReview(req)
  const found = await searchInTurn(req, res, () =>
    listReviewItems(db, id, {
      ...toPeopleFilters(known),
      decision,
      has_api_keys,
      order: toOrder<AccessReviewItemOrder["by"]>(order),
      limit,
      offset,
    })
  )
  if (found) {
    res.json({ ...found, offset, limit })
  }
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
