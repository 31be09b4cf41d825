import { IUserModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { acceptInviteUrl } from "../../../emails/dashboard-urls"
import { INVITE_TEMPLATE, inviteEmail } from "../../../emails/invite"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { findStoreName } from "../find-store-name"
import { fingerprint } from "../fingerprint"
import { OutgoingEmail } from "../types"

export type ComposeInviteEmailStepInput = { invite_id: string; trigger_type: string }

export const composeInviteEmailStepId = "compose-invite-email"
/**
 * This step writes the email for an invite's current token. There is none for an invite that was accepted or deleted
 * meanwhile.
 */
export const composeInviteEmailStep = createStep(
  composeInviteEmailStepId,
  async ({ invite_id, trigger_type }: ComposeInviteEmailStepInput, { container }) => {
    const users: IUserModuleService = container.resolve(Modules.USER)
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    const { admin } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)

    const [invite] = await users.listInvites({ id: [invite_id] })
    if (!invite || invite.accepted) {
      return new StepResponse<OutgoingEmail | undefined>(undefined)
    }
    const details = {
      email: invite.email,
      store_name: await findStoreName(container),
      accept_url: acceptInviteUrl(invite.token, lifecycle.options.invites.accept_url, admin),
      expires_at: new Date(invite.expires_at),
    }
    return new StepResponse<OutgoingEmail | undefined>({
      to: invite.email,
      content: inviteEmail(details),
      template: INVITE_TEMPLATE,
      template_data: details,
      idempotency_key: `user_lifecycle:invite:${invite.id}:${fingerprint(invite.token)}`,
      trigger_type,
      subject_of: { type: "invite", id: invite.id },
    })
  }
)
