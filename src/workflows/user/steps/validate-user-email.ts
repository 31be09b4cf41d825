import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { validateEmail } from "../validate-email"

export const validateUserEmailStepId = "validate-user-email"
/**
 * This step normalizes an email, and checks that it is one that an admin may have. Whether it is taken only the
 * transaction can tell.
 */
export const validateUserEmailStep = createStep(
  validateUserEmailStepId,
  async (email: string, { container }) => new StepResponse(validateEmail(container, email))
)
