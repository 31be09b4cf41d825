import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { DeliveryRow } from "../../../database/deliveries"
import { unseal } from "../../../database/sealed"
import { findUser } from "../../../database/users"
import { setPasswordUrl } from "../../../emails/dashboard-urls"
import { RESET_PASSWORD_TEMPLATE, resetPasswordEmail } from "../../../emails/reset-password"
import { setPasswordEmail } from "../../../emails/set-password"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { findStoreName } from "../find-store-name"
import { ComposedEmail } from "../types"

/**
 * Writes the email with which a person sets their first password, or another one. There is none for somebody who is gone or
 * has another email by now, nor once the link in it is of no use any more.
 */
export async function composePasswordEmail(
  container: MedusaContainer,
  { template, recipient, subject_id, sealed_token }: DeliveryRow
): Promise<ComposedEmail | undefined> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { admin } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)

  const user = await findUser(db, subject_id)
  const token = sealed_token && unseal(container, { sealed: sealed_token })
  const expires_at = token && expiryOf(token)
  if (
    !user ||
    user.deleted_at ||
    user.email !== recipient ||
    !token ||
    !expires_at ||
    expires_at <= new Date()
  ) {
    return undefined
  }
  const details = {
    email: user.email,
    store_name: await findStoreName(container),
    set_password_url: setPasswordUrl(token, lifecycle.options.invites.accept_url, admin),
    expires_at,
  }
  const write = template === RESET_PASSWORD_TEMPLATE ? resetPasswordEmail : setPasswordEmail
  return { content: write(details), template_data: details, link: details.set_password_url }
}

/** The `exp` claim of a token that this application has signed (RFC 7519, section 4.1.4). */
function expiryOf(token: string): Date {
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"))
  return new Date(claims.exp * 1000)
}
