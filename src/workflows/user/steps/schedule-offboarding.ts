import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { cancelOffboarding, scheduleOffboarding } from "../transactions/schedule-offboarding"
import { ScheduleOffboardingInput } from "../types"

export const scheduleOffboardingStepId = "schedule-offboarding-step"
/**
 * This step puts the offboarding of a person on a date: see `scheduleOffboarding`.
 *
 * The compensation takes it off again, also where it was on another date before.
 */
export const scheduleOffboardingStep = createStep(
  scheduleOffboardingStepId,
  async (input: ScheduleOffboardingInput, { container }) => {
    const { user_id, actor, source } = input
    const scheduled = await scheduleOffboarding(container, input)
    return new StepResponse(scheduled, { user_id, actor, source })
  },
  async (input, { container }) => {
    if (input) {
      await cancelOffboarding(container, {
        ...input,
        reason: "A later step of the same workflow failed.",
      })
    }
  }
)
