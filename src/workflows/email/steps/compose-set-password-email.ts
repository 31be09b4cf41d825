import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { Sealed, unseal } from "../../../database/sealed"
import { findUserAwaitingPassword } from "../../../database/users"
import { setPasswordUrl } from "../../../emails/dashboard-urls"
import { SET_PASSWORD_TEMPLATE, setPasswordEmail } from "../../../emails/set-password"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { OutgoingEmail } from "../types"
import { findStoreName } from "../find-store-name"
import { fingerprint } from "../fingerprint"

export type ComposeSetPasswordEmailStepInput = {
  entity_id: string
  /** The reset token, sealed, as the input of a workflow can be stored. */
  token: Sealed
  trigger_type: string
}

export const composeSetPasswordEmailStepId = "compose-set-password-email"
/**
 * This step writes the email with which a person sets their first password. There is none for a person who has a
 * password: an ordinary reset is for the application's own subscriber.
 */
export const composeSetPasswordEmailStep = createStep(
  composeSetPasswordEmailStepId,
  async (input: ComposeSetPasswordEmailStepInput, { container }) => {
    const { entity_id, trigger_type } = input
    const token = unseal(container, input.token)
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    const { admin } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)

    const user = await findUserAwaitingPassword(db, entity_id)
    if (!user) {
      return new StepResponse<OutgoingEmail | undefined>(undefined)
    }
    const details = {
      email: user.email,
      store_name: await findStoreName(container),
      set_password_url: setPasswordUrl(token, lifecycle.options.invites.accept_url, admin),
      expires_at: expiryOf(token),
    }
    return new StepResponse<OutgoingEmail | undefined>({
      to: user.email,
      content: setPasswordEmail(details),
      template: SET_PASSWORD_TEMPLATE,
      template_data: details,
      idempotency_key: `user_lifecycle:set_password:${user.id}:${fingerprint(token)}`,
      trigger_type,
      subject_of: { type: "user", id: user.id },
    })
  }
)

/** The `exp` claim of a token that this application has just signed (RFC 7519, section 4.1.4). */
function expiryOf(token: string): Date {
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"))
  return new Date(claims.exp * 1000)
}
