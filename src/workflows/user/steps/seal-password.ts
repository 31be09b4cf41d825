import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { seal } from "../../../database/sealed"

export const sealPasswordStepId = "seal-password"
/**
 * This step seals a password for `provisionUserWorkflow.runAsStep()`: Medusa stores the input of a nested workflow, and
 * a sealed password is of no use to whoever reads it there. Your own workflow's input is stored as well, so hand it
 * something sealed with `sealPassword`, or nothing but the user's other data.
 *
 * @example
 * const password = sealPasswordStep(input.password)
 * provisionUserWorkflow.runAsStep({ input: { email: input.email, password } })
 */
export const sealPasswordStep = createStep(
  sealPasswordStepId,
  async (password: string, { container }) => new StepResponse(seal(container, password))
)
