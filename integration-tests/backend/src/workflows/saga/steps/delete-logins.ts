import type { IAuthModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

export const deleteLoginsStepId = "delete-logins-step"
/**
 * This step deletes every auth identity of a user. It has no compensation: the process of the crash test dies between
 * two steps, and no compensation would run.
 */
export const deleteLoginsStep = createStep(
  deleteLoginsStepId,
  async ({ user_id }: { user_id: string }, { container }) => {
    const auth: IAuthModuleService = container.resolve(Modules.AUTH)
    const identities = await auth.listAuthIdentities({ app_metadata: { user_id } })
    await auth.deleteAuthIdentities(identities.map(({ id }) => id))
    return new StepResponse(undefined)
  }
)
