import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { IUserModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { queueDelivery } from "../../../database/deliveries"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { inviteKey } from "../keys"

export type QueueInviteEmailStepInput = { invite_id: string; trigger_type: string }

export const queueInviteEmailStepId = "queue-invite-email"
/**
 * This step puts the email for an invite's current token on its way, once. There is none for an invite that was accepted
 * or deleted meanwhile.
 */
export const queueInviteEmailStep = createStep(
  queueInviteEmailStepId,
  async ({ invite_id, trigger_type }: QueueInviteEmailStepInput, { container }) => {
    const users: IUserModuleService = container.resolve(Modules.USER)
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const [invite] = await users.listInvites({ id: [invite_id] })
    if (!invite || invite.accepted) {
      return new StepResponse<string[]>([])
    }
    const id = await queueDelivery(db, {
      key: inviteKey(invite),
      template: EMAIL_KINDS.invite.template,
      recipient: invite.email,
      subject_type: "invite",
      subject_id: invite.id,
      trigger_type,
    })
    return new StepResponse<string[]>([id])
  }
)
