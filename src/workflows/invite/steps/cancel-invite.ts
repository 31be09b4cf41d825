import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { cancelInvite } from "../transactions/cancel-invite"
import { revertCancellation } from "../transactions/revert-cancellation"
import { ChangeInviteInput } from "../types"

export const cancelInviteStepId = "cancel-invite-step"
/**
 * This step deletes an invite in one transaction: see `cancelInvite`. It returns whether there was one.
 *
 * The compensation brings it back, in one transaction, too, if nobody else has decided about its email by then.
 */
export const cancelInviteStep = createStep(
  cancelInviteStepId,
  async (input: ChangeInviteInput, { container }) => {
    const isCancelled = await cancelInvite(container, input)
    return new StepResponse(isCancelled, isCancelled ? input : undefined)
  },
  async (input, { container }) => {
    if (input) {
      await revertCancellation(container, input)
    }
  }
)
