import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { closeAccessReview } from "../transactions/close-access-review"
import { CloseAccessReviewInput } from "../types"

export const closeAccessReviewStepId = "close-access-review-step"
/**
 * This step closes a review in one transaction: see `closeAccessReview`.
 *
 * There is no compensation: nothing of a closed review changes any more.
 */
export const closeAccessReviewStep = createStep(
  closeAccessReviewStepId,
  async (input: CloseAccessReviewInput, { container }) => {
    return new StepResponse(await closeAccessReview(container, input))
  }
)
