import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { findInvite, findInvited, lockInvite } from "../../../database/invites"
import { lockEmail } from "../../../database/locks"
import { runInTransaction } from "../../../database/transaction"
import { normalizeEmail } from "../../../domain/email"
import { LifecycleEventType, SYSTEM_ACTOR, UNDO_REASON } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeInviteInput } from "../types"

/**
 * Undoes `cancelInvite` for a larger workflow that failed later, with a ledger entry. Where the email has become a user's, or
 * there is another invite to it by then, the invite stays cancelled, as the ledger says.
 */
export async function revertCancellation(
  container: MedusaContainer,
  { invite_id, actor = SYSTEM_ACTOR, source }: ChangeInviteInput
): Promise<void> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  await runInTransaction(container, async (tx) => {
    const known = await findInvite(tx.knex, invite_id)
    if (!known) {
      return
    }
    const email = normalizeEmail(known.email)
    await lockEmail(tx.knex, email)
    const invite = await lockInvite(tx.knex, invite_id)
    const since = await findInvited(tx.knex, [email])
    if (!invite?.deleted_at || invite.accepted || since.users.length || since.invites.length) {
      return
    }
    await tx.call(users, (service, context) => service.restoreInvites([invite_id], {}, context))
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.INVITE_CANCELLATION_REVERTED,
          email: invite.email,
          actor,
          source,
          reason: UNDO_REASON,
          data: { invite_id },
        },
        context
      )
    )
  })
}
