import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { DeliveryRow } from "../../../database/deliveries"
import { acceptInviteUrl } from "../../../emails/dashboard-urls"
import { inviteEmail } from "../../../emails/invite"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { findStoreName } from "../find-store-name"
import { inviteKey } from "../keys"
import { ComposedEmail } from "../types"

/**
 * Writes the email for an invite. There is none for an invite that was accepted or deleted, has expired, or got another
 * token meanwhile.
 */
export async function composeInviteEmail(
  container: MedusaContainer,
  { key, subject_id }: DeliveryRow
): Promise<ComposedEmail | undefined> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { admin } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)

  const [invite] = await users.listInvites({ id: [subject_id] })
  const expires_at = invite && new Date(invite.expires_at)
  if (!invite || invite.accepted || expires_at <= new Date() || inviteKey(invite) !== key) {
    return undefined
  }
  const details = {
    email: invite.email,
    store_name: await findStoreName(container),
    accept_url: acceptInviteUrl(invite.token, lifecycle.options.invites.accept_url, admin),
    expires_at,
  }
  return { content: inviteEmail(details), template_data: details, link: details.accept_url }
}
