import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { revertSealed, sealUndo } from "../sealed-undo"
import { toUserAccess } from "../to-user-access"
import { revokeSessions } from "../transactions/revoke-sessions"
import { ChangeUserInput } from "../types"

export const revokeSessionsStepId = "revoke-sessions-step"
/**
 * This step ends all tokens and sessions of a person in one transaction: see `revokeSessions`.
 *
 * The compensation brings back what was there, in one transaction, and leaves two entries in the ledger.
 */
export const revokeSessionsStep = createStep(
  revokeSessionsStepId,
  async (input: ChangeUserInput, { container }) => {
    const { user_access, person, undo } = await revokeSessions(container, input)
    const result = {
      user_access: toUserAccess(input.user_id, user_access, person.now),
      changed: !!undo,
    }
    return new StepResponse(result, sealUndo(container, undo, input))
  },
  async (undo, { container }) => {
    await revertSealed(container, LifecycleEventType.USER_SESSIONS_REVOCATION_REVERTED, undo)
  }
)
