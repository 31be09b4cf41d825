import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { revertSchedule, scheduleOffboarding } from "../transactions/schedule-offboarding"
import { ScheduleOffboardingInput } from "../types"

export const scheduleOffboardingStepId = "schedule-offboarding-step"
/**
 * This step puts the offboarding of a person on a date: see `scheduleOffboarding`.
 *
 * The compensation puts it on the date that it had before, or takes it off again, unless somebody has decided otherwise
 * meanwhile.
 */
export const scheduleOffboardingStep = createStep(
  scheduleOffboardingStepId,
  async (input: ScheduleOffboardingInput, { container }) => {
    const { actor, source } = input
    const done = await scheduleOffboarding(container, input)
    return new StepResponse(done.scheduled, { done, actor, source })
  },
  async (undo, { container }) => {
    if (undo) {
      await revertSchedule(container, undo.done, undo)
    }
  }
)
