import { IUserModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { cancelInvite } from "../transactions/cancel-invite"
import { ChangeInviteInput } from "../types"

export const cancelInviteStepId = "cancel-invite-step"
/**
 * This step deletes an invite in one transaction: see `cancelInvite`. It returns whether there was one.
 *
 * The compensation brings it back, if there is no other one to its email by then.
 */
export const cancelInviteStep = createStep(
  cancelInviteStepId,
  async (input: ChangeInviteInput, { container }) => {
    const isCancelled = await cancelInvite(container, input)
    return new StepResponse(isCancelled, isCancelled ? input.invite_id : undefined)
  },
  async (invite_id, { container }) => {
    if (invite_id) {
      const users: IUserModuleService = container.resolve(Modules.USER)
      await users.restoreInvites([invite_id])
    }
  }
)
