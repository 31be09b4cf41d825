import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { openAccessReview } from "../transactions/open-access-review"
import { OpenAccessReviewInput } from "../types"

export const openAccessReviewStepId = "open-access-review-step"
/**
 * This step opens a review of who has access in one transaction: see `openAccessReview`.
 *
 * There is no compensation: who had access at that instant is true whatever becomes of a larger workflow, and the database
 * does not let evidence go.
 */
export const openAccessReviewStep = createStep(
  openAccessReviewStepId,
  async (input: OpenAccessReviewInput, { container }) =>
    new StepResponse(await openAccessReview(container, input))
)
