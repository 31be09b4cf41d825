import { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, generateJwtToken, Modules } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { HOLD_SECONDS, queueDelivery } from "../../../database/deliveries"
import { readPrincipalOfLogin } from "../../../database/principals"
import { seal, Sealed } from "../../../database/sealed"
import { Transaction } from "../../../database/transaction"
import { dateToken } from "../../../domain/access"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { passwordKey } from "../../email/keys"

/** The token with which a person sets their first password, and the email that brings it to them. */
export type PasswordSetup = { token: Sealed; delivery_id: string }

/**
 * Makes a token for `POST /auth/user/emailpass/update`, as `generateResetPasswordTokenWorkflow` does (Medusa 2.21), but one
 * that lives for `provisioning.set_password_ttl_seconds` instead of 15 minutes: somebody's first day may begin tomorrow.
 * The email with it is put on its way in the same transaction.
 *
 * Call it after the person's access is stored, which dates the token.
 *
 * @param login the name of the person's password login
 * @param hold_seconds how long the email waits for the workflow around the change, which may still undo it
 */
export async function createSetupToken(
  tx: Transaction,
  container: MedusaContainer,
  type: LifecycleEventType,
  user: { id: string; email: string },
  login: { entity_id: string },
  { hold_seconds }: { hold_seconds: number } = { hold_seconds: HOLD_SECONDS }
): Promise<PasswordSetup> {
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const { entity_id } = login
  const ttl_seconds = options.provisioning.set_password_ttl_seconds

  const { jti } = await tx.call(auth, (service, context) =>
    service.createPasswordResetToken(
      { provider: PASSWORD_PROVIDER, entity_id, ttl_seconds },
      context
    )
  )
  const plain = generateJwtToken(
    {
      entity_id,
      provider: PASSWORD_PROVIDER,
      actor_type: "user",
      purpose: "reset",
      iat: await dateSetupToken(tx, entity_id),
    },
    {
      secret: http.jwtSecret,
      expiresIn: `${ttl_seconds}s`,
      jwtOptions: { ...http.jwtOptions, jwtid: jti },
    }
  )
  const token = seal(container, plain)
  const delivery_id = await queueDelivery(tx.knex, {
    key: passwordKey(user.id, plain),
    template: EMAIL_KINDS.set_password.template,
    recipient: user.email,
    subject_type: "user",
    subject_id: user.id,
    trigger_type: busEventName(type),
    sealed_token: token.sealed,
    hold_seconds,
  })
  return { token, delivery_id }
}

/** Whoever was restored in the very second in which they had been offboarded gets a link that works all the same. */
async function dateSetupToken(tx: Transaction, entityId: string): Promise<number> {
  const { facts, read_at } = await readPrincipalOfLogin(tx.knex, PASSWORD_PROVIDER, entityId)
  return dateToken(Infinity, read_at, facts?.tokens_valid_after ?? null)
}
