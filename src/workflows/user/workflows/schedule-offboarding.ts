import {
  createHook,
  createWorkflow,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { scheduleOffboardingStep } from "../steps/schedule-offboarding"
import { ScheduleOffboardingInput } from "../types"

export const scheduleOffboardingWorkflowId = "schedule-offboarding"
/**
 * This workflow puts the offboarding of a person on a date. `POST /admin/users/:id/offboard` uses it where the body has `at`.
 * Another date replaces the one that they have. On the date one instance offboards them, within a minute, or as soon as one
 * is up; an offboarding before that makes the date void. With `only_if_scheduled` it moves a date, and sets none.
 *
 * It does not ask whether somebody else could log in as an admin: that is asked on the date. It emits
 * `user_lifecycle.user_offboarding_scheduled`.
 *
 * Hooks: `validate` before anything is written, `offboardingScheduled` after.
 *
 * Errors: `not_found` for an unknown id, and with `only_if_scheduled` where there is no date
 * (`user_lifecycle.no_scheduled_offboarding`); `invalid_data` for a date that is not in the future
 * (`user_lifecycle.at_in_the_past`); `not_allowed` for oneself (`user_lifecycle.self_offboarding`) and for somebody who is
 * offboarded (`user_lifecycle.user_is_offboarded`); `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * const { result } = await scheduleOffboardingWorkflow(container).run({
 *   input: { user_id: "user_123", at: "2027-01-31T17:00:00Z", reason: "end of contract" },
 * })
 *
 * @summary Offboard an admin user on a date.
 */
export const scheduleOffboardingWorkflow = createWorkflow(
  scheduleOffboardingWorkflowId,
  function (input: WorkflowData<ScheduleOffboardingInput>) {
    const validate = createHook("validate", { input })
    const scheduled = scheduleOffboardingStep(input)
    emitEventStep({
      eventName: busEventName(LifecycleEventType.USER_OFFBOARDING_SCHEDULED),
      data: { user_id: input.user_id },
    })
    const offboardingScheduled = createHook("offboardingScheduled", { scheduled })
    return new WorkflowResponse(scheduled, { hooks: [validate, offboardingScheduled] })
  }
)
