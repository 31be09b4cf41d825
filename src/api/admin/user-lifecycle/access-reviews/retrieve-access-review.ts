import { MedusaRequest } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findReview } from "../../../../database/access-reviews"
import { AccessReview } from "../../../../workflows/access-review"
import { reviewNotFound } from "../../../../workflows/access-review/errors"

/**
 * The access review that a route is about.
 *
 * @throws MedusaError `not_found` if there is none
 */
export async function retrieveAccessReview(req: MedusaRequest): Promise<AccessReview> {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { id } = req.params
  const review = await findReview(db, id)
  if (!review) {
    throw reviewNotFound(id)
  }
  return review
}
