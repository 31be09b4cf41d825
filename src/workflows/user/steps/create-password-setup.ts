import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { createPasswordToken } from "../../../auth/password-token"
import { seal } from "../../../database/sealed"
import { runInTransaction } from "../../../database/transaction"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"

export type CreatePasswordSetupStepInput = {
  /** The name of the person's password login. */
  entity_id: string
}

export const createPasswordSetupStepId = "create-password-setup"
/**
 * This step makes another token with which somebody sets their first password, one that lives as long as the first.
 *
 * There is no compensation: the former token is useless already.
 */
export const createPasswordSetupStep = createStep(
  createPasswordSetupStepId,
  async ({ entity_id }: CreatePasswordSetupStepInput, { container }) => {
    const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    const ttlSeconds = options.provisioning.set_password_ttl_seconds
    const token = await runInTransaction(container, (tx) =>
      createPasswordToken(tx, container, entity_id, ttlSeconds)
    )
    return new StepResponse({ entity_id, token: seal(container, token) })
  }
)
