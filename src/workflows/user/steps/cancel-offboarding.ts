import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { cancelOffboarding } from "../transactions/schedule-offboarding"
import { ChangeUserInput } from "../types"

export const cancelOffboardingStepId = "cancel-offboarding-step"
/**
 * This step takes the offboarding of a person off its date: see `cancelOffboarding`.
 *
 * There is no compensation: to end somebody's access takes somebody who decides it.
 */
export const cancelOffboardingStep = createStep(
  cancelOffboardingStepId,
  async (input: ChangeUserInput, { container }) => {
    await cancelOffboarding(container, input)
    return new StepResponse(undefined)
  }
)
