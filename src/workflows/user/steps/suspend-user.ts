import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { revertSealed, sealUndo } from "../sealed-undo"
import { toUserAccess } from "../to-user-access"
import { suspendUser } from "../transactions/suspend-user"
import { SuspendUserInput } from "../types"

export const suspendUserStepId = "suspend-user-step"
/**
 * This step suspends a person in one transaction: see `suspendUser`.
 *
 * The compensation brings back what was there, in one transaction, and leaves two entries in the ledger.
 */
export const suspendUserStep = createStep(
  suspendUserStepId,
  async (input: SuspendUserInput, { container }) => {
    const { user_access, person, undo } = await suspendUser(container, input)
    const result = {
      user_access: toUserAccess(input.user_id, user_access, person.now),
      changed: !!undo,
    }
    return new StepResponse(result, sealUndo(container, undo, input))
  },
  async (undo, { container }) => {
    await revertSealed(container, LifecycleEventType.USER_SUSPENSION_REVERTED, undo)
  }
)
