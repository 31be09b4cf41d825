import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { lockInvite } from "../../../database/invites"
import { runInTransaction } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { ChangeInviteInput } from "../types"

/**
 * Deletes an invite, as Medusa deletes invites, with a ledger entry. One that is gone, or never was, stays so.
 *
 * @returns whether it was there
 */
export async function cancelInvite(
  container: MedusaContainer,
  { invite_id, actor = SYSTEM_ACTOR, source }: ChangeInviteInput
): Promise<boolean> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  return await runInTransaction(container, async (tx) => {
    await assertActorMayAct(tx.knex, actor)
    const invite = await lockInvite(tx.knex, invite_id)
    if (!invite || invite.deleted_at) {
      return false
    }
    await tx.call(users, (service, context) => service.softDeleteInvites([invite_id], {}, context))
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.INVITE_CANCELLED,
          email: invite.email,
          actor,
          source,
          data: { invite_id },
        },
        context
      )
    )
    return true
  })
}
