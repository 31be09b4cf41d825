import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { findReviewStatus } from "../../../database/access-reviews"
import { AccessReviewStatus, refuseClosed } from "../../../domain/access-review"
import { explainRefusal } from "../../explain-refusal"
import { announceOffboarding } from "../../user/announce-offboarding"
import { refused, reviewNotFound } from "../errors"
import { decideAccessReviewItem, DecidedItem } from "../transactions/decide-access-review-item"
import { AccessReviewItemDecision, AccessReviewItemResult, DecideAccessReviewInput } from "../types"

export const decideAccessReviewStepId = "decide-access-review-step"
/**
 * This step decides about lines of a review, one after the other, each in a transaction of its own: see
 * `decideAccessReviewItem`. It does not fail for a line that can't be decided so: the result says why.
 *
 * There is no compensation: a removal stays, and so does what a reviewer has decided.
 */
export const decideAccessReviewStep = createStep(
  decideAccessReviewStepId,
  async (input: DecideAccessReviewInput, { container }) => {
    const { items, ...context } = input
    const { review_id } = context
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const status = await findReviewStatus(db, review_id)
    if (!status) {
      throw reviewNotFound(review_id)
    }
    if (status === AccessReviewStatus.CLOSED) {
      throw refused(refuseClosed(review_id))
    }
    const results: AccessReviewItemResult[] = []
    const decided: (DecidedItem & AccessReviewItemDecision)[] = []
    for (const item of items) {
      try {
        const change = await decideAccessReviewItem(container, context, item)
        if (change.took_access) {
          await announceOffboarding(container, change)
        }
        decided.push({ ...item, ...change })
        results.push({ id: item.id, status: "decided" })
      } catch (error) {
        results.push({ id: item.id, status: "failed", ...explainRefusal(error) })
      }
    }
    return new StepResponse({
      results,
      marked: decided
        .filter(({ is_marked }) => is_marked)
        .map(({ id, user_id, decision }) => ({
          access_review_id: review_id,
          item_id: id,
          user_id,
          decision,
        })),
    })
  }
)
