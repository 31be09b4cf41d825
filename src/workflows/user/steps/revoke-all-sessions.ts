import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { revokeAllSessions } from "../transactions/revoke-sessions"
import { RevokeAllSessionsInput } from "../types"

export const revokeAllSessionsStepId = "revoke-all-sessions-step"
/**
 * This step ends the tokens and sessions of everybody in one transaction: see `revokeAllSessions`.
 *
 * There is no compensation: sessions that a failure brought back could be those that had to end.
 */
export const revokeAllSessionsStep = createStep(
  revokeAllSessionsStepId,
  async (input: RevokeAllSessionsInput, { container }) => {
    return new StepResponse({ users: await revokeAllSessions(container, input) })
  }
)
