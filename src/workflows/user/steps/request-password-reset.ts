import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { requestPasswordReset } from "../transactions/request-password-reset"
import { ChangeUserInput } from "../types"

export const requestPasswordResetStepId = "request-password-reset-step"
/**
 * This step makes the token with which a person sets another password in one transaction: see `requestPasswordReset`. What it
 * returns has the token sealed, as a workflow can be stored.
 *
 * There is no compensation: the former token is useless already.
 */
export const requestPasswordResetStep = createStep(
  requestPasswordResetStepId,
  async (input: ChangeUserInput, { container }) =>
    new StepResponse(await requestPasswordReset(container, input))
)
