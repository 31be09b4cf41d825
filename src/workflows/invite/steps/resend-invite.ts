import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { resendInvite } from "../transactions/resend-invite"
import { ChangeInviteInput } from "../types"

export const resendInviteStepId = "resend-invite-step"
/**
 * This step gives an invite another token in one transaction, with the email on its way: see `resendInvite`.
 *
 * There is no compensation: the former token is not to work again.
 */
export const resendInviteStep = createStep(
  resendInviteStepId,
  async (input: ChangeInviteInput, { container }) => {
    await resendInvite(container, input)
    return new StepResponse(undefined)
  }
)
