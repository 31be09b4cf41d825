import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { cancelUnsentDeliveries, HOLD_SECONDS, queueDelivery } from "../../../database/deliveries"
import { lockInvite } from "../../../database/invites"
import { runInTransaction } from "../../../database/transaction"
import { busEventName, LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { inviteKey } from "../../email/keys"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { ChangeInviteInput } from "../types"

/**
 * Gives an invite another token, valid for as long as a new one, and puts the email with it on its way, in one transaction.
 *
 * @throws MedusaError `invalid_data` where there is no such invite, as core has it (Medusa 2.21, `refreshInviteTokens`)
 */
export async function resendInvite(
  container: MedusaContainer,
  { invite_id, actor = SYSTEM_ACTOR, source }: ChangeInviteInput
): Promise<void> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const type = LifecycleEventType.INVITE_RESENT

  await runInTransaction(container, async (tx) => {
    await assertActorMayAct(tx.knex, actor)
    const invite = await lockInvite(tx.knex, invite_id)
    if (!invite || invite.deleted_at) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        `The following invites do not exist: ${invite_id}`
      )
    }
    await cancelUnsentDeliveries(tx.knex, invite_id)
    const [renewed] = await tx.call(users, (service, context) =>
      service.refreshInviteTokens([invite_id], context)
    )
    await queueDelivery(tx.knex, {
      key: inviteKey({ id: invite_id, email: invite.email, token: renewed.token }),
      template: EMAIL_KINDS.invite.template,
      recipient: invite.email,
      subject_type: "invite",
      subject_id: invite_id,
      trigger_type: busEventName(type),
      hold_seconds: HOLD_SECONDS,
    })
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        { type, email: invite.email, actor, source, data: { invite_id } },
        context
      )
    )
  })
}
