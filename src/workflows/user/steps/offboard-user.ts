import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { revertSealed, sealUndo } from "../sealed-undo"
import { offboardUser } from "../transactions/offboard-user"
import { OffboardUserInput } from "../types"

export const offboardUserStepId = "offboard-user-step"
/**
 * This step ends all access of a person in one transaction: see `offboardUser`.
 *
 * The compensation brings back what was there, in one transaction, and leaves two entries in the ledger.
 */
export const offboardUserStep = createStep(
  offboardUserStepId,
  async (input: OffboardUserInput, { container }) => {
    const { report, deleted_user, undo } = await offboardUser(container, input)
    return new StepResponse({ report, deleted_user }, sealUndo(container, undo, input))
  },
  async (undo, { container }) => {
    await revertSealed(container, LifecycleEventType.USER_OFFBOARDING_REVERTED, undo)
  }
)
