import { Knex } from "@medusajs/framework/mikro-orm/knex"
import {
  IAuthModuleService,
  IEventBusModuleService,
  MedusaContainer,
} from "@medusajs/framework/types"
import {
  AuthWorkflowEvents,
  ContainerRegistrationKeys,
  generateJwtToken,
  Modules,
} from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { readPrincipalOfLogin } from "../../../database/principals"
import { dateToken } from "../../../domain/access"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"

export type RequestPasswordSetupStepInput = { entity_id: string }

export const requestPasswordSetupStepId = "request-password-setup"
/**
 * This step starts Medusa's own password reset flow for a person who has no password yet: it emits
 * `auth.password_reset` with a token for `POST /auth/user/emailpass/update`, as `generateResetPasswordTokenWorkflow`
 * does (Medusa 2.21), but one that lives for `provisioning.set_password_ttl_seconds` instead of 15 minutes: somebody's
 * first day may begin tomorrow.
 *
 * The token is in the event and nowhere else: it is not a result of the step, which Medusa could store.
 */
export const requestPasswordSetupStep = createStep(
  requestPasswordSetupStepId,
  async ({ entity_id }: RequestPasswordSetupStepInput, { container, eventGroupId }) => {
    const auth: IAuthModuleService = container.resolve(Modules.AUTH)
    const eventBus: IEventBusModuleService = container.resolve(Modules.EVENT_BUS)
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
    const ttlSeconds = lifecycle.options.provisioning.set_password_ttl_seconds

    const { jti } = await auth.createPasswordResetToken({
      provider: PASSWORD_PROVIDER,
      entity_id,
      ttl_seconds: ttlSeconds,
    })
    const token = generateJwtToken(
      {
        entity_id,
        provider: PASSWORD_PROVIDER,
        actor_type: "user",
        purpose: "reset",
        iat: await dateSetupToken(container, entity_id),
      },
      {
        secret: http.jwtSecret,
        expiresIn: `${ttlSeconds}s`,
        jwtOptions: { ...http.jwtOptions, jwtid: jti },
      }
    )
    await eventBus.emit({
      name: AuthWorkflowEvents.PASSWORD_RESET,
      data: { entity_id, actor_type: "user", token, metadata: {} },
      metadata: { eventGroupId },
    })
    return new StepResponse(undefined, { eventGroupId })
  },
  async (compensation, { container }) => {
    if (!compensation?.eventGroupId) {
      return
    }
    // The token itself goes with the identity, when the provision is undone.
    const eventBus: IEventBusModuleService = container.resolve(Modules.EVENT_BUS)
    await eventBus.clearGroupedEvents(compensation.eventGroupId, {
      eventNames: [AuthWorkflowEvents.PASSWORD_RESET],
    })
  }
)

/** Whoever was restored in the very second in which they had been offboarded gets a link that works all the same. */
async function dateSetupToken(container: MedusaContainer, entityId: string): Promise<number> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { facts, read_at } = await readPrincipalOfLogin(db, PASSWORD_PROVIDER, entityId)
  return dateToken(Infinity, read_at, facts?.tokens_valid_after ?? null)
}
