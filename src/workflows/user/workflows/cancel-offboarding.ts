import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { cancelOffboardingStep } from "../steps/cancel-offboarding"
import { ChangeUserInput } from "../types"

export const cancelOffboardingWorkflowId = "cancel-offboarding"
/**
 * This workflow takes the offboarding of a person off its date. `POST /admin/users/:id/cancel-offboarding` uses it. It does
 * not bring anybody back: see `restoreUserWorkflow`. It emits `user_lifecycle.user_offboarding_cancelled`.
 *
 * Errors: `not_allowed` for oneself; `not_found` for an unknown id, and with code
 * `user_lifecycle.no_scheduled_offboarding`; `unauthorized` for an actor
 * who was offboarded meanwhile.
 *
 * @example
 * await cancelOffboardingWorkflow(container).run({ input: { user_id: "user_123" } })
 *
 * @summary Cancel an offboarding on a date.
 */
export const cancelOffboardingWorkflow = createWorkflow(
  cancelOffboardingWorkflowId,
  function (input: WorkflowData<ChangeUserInput>) {
    cancelOffboardingStep(input)
    emitEventStep({
      eventName: busEventName(LifecycleEventType.USER_OFFBOARDING_CANCELLED),
      data: { user_id: input.user_id },
    })
    return new WorkflowResponse(undefined)
  }
)
