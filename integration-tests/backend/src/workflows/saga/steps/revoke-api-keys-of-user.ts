import type { IApiKeyModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

export const revokeApiKeysOfUserStepId = "revoke-api-keys-of-user-step"
/** This step revokes the secret API keys of a user, without compensation, as Medusa's `revokeApiKeysStep`. */
export const revokeApiKeysOfUserStep = createStep(
  revokeApiKeysOfUserStepId,
  async ({ user_id }: { user_id: string }, { container }) => {
    const keys: IApiKeyModuleService = container.resolve(Modules.API_KEY)
    const ids = (await keys.listApiKeys({ type: "secret" }, { take: null }))
      .filter(({ created_by }) => created_by === user_id)
      .map(({ id }) => id)
    if (ids.length) {
      await keys.revoke({ id: ids }, { revoked_by: user_id })
    }
    return new StepResponse(undefined)
  }
)
