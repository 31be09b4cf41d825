import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { revertSealed, sealUndo } from "../sealed-undo"
import { toUserAccess } from "../to-user-access"
import { reactivateUser } from "../transactions/reactivate-user"
import { ChangeUserInput } from "../types"

export const reactivateUserStepId = "reactivate-user-step"
/**
 * This step ends a person's suspension in one transaction: see `reactivateUser`.
 *
 * The compensation brings back what was there, in one transaction, and leaves two entries in the ledger.
 */
export const reactivateUserStep = createStep(
  reactivateUserStepId,
  async (input: ChangeUserInput, { container }) => {
    const { user_access, person, setup, undo } = await reactivateUser(container, input)
    const result = {
      user_access: toUserAccess(input.user_id, user_access, person.now),
      changed: !!undo,
      /** The login for which a password has to be set, and the token for it; `undefined` if there is none to be set. */
      setup: setup && { entity_id: setup.entity_id, token: setup.token },
    }
    return new StepResponse(result, sealUndo(container, undo, input))
  },
  async (undo, { container }) => {
    await revertSealed(container, LifecycleEventType.USER_REACTIVATION_REVERTED, undo)
  }
)
