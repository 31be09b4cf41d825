import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { revertSealed, sealUndo } from "../sealed-undo"
import { toUserAccess } from "../to-user-access"
import { changeEmail } from "../transactions/change-email"
import { ChangeUserEmailInput } from "../types"

export const changeUserEmailStepId = "change-user-email-step"
/**
 * This step gives a person another email in one transaction: see `changeEmail`.
 *
 * The compensation brings back what was there, in one transaction, and leaves two entries in the ledger.
 */
export const changeUserEmailStep = createStep(
  changeUserEmailStepId,
  async (input: ChangeUserEmailInput, { container }) => {
    const { user_access, person, setup, undo } = await changeEmail(container, input)
    const result = {
      user_access: toUserAccess(input.user_id, user_access, person.now),
      changed: !!undo,
      /** The login for which a password has to be set, and the token for it; `undefined` if there is none to be set. */
      setup: setup && { entity_id: setup.entity_id, token: setup.token },
    }
    return new StepResponse(result, sealUndo(container, undo, input))
  },
  async (undo, { container }) => {
    await revertSealed(container, LifecycleEventType.USER_EMAIL_CHANGE_REVERTED, undo)
  }
)
