import { MedusaContainer } from "@medusajs/framework/types"
import { removeHeldDeliveries } from "../../../database/deliveries"
import { removeInvites } from "../../../database/invites"
import { lockEmails } from "../../../database/locks"
import { restoreRows } from "../../../database/restore-rows"
import { runInTransaction } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR, UNDO_REASON } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext } from "../../user/types"
import { Invited } from "./invite-users"

/**
 * Undoes `inviteUsers` for a larger workflow that failed later. Invites that somebody has accepted, deleted or sent again
 * meanwhile stay as they are.
 */
export async function revertInvitation(
  container: MedusaContainer,
  { invites, held_emails, images }: Invited,
  { actor = SYSTEM_ACTOR, source }: Pick<ChangeContext, "actor" | "source">
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  await runInTransaction(container, async (tx) => {
    await lockEmails(
      tx.knex,
      invites.map(({ email }) => email)
    )
    const removed = await removeInvites(tx.knex, invites)
    await removeHeldDeliveries(tx.knex, held_emails)
    await restoreRows(tx.knex, images)
    await tx.call(lifecycle, (service, context) =>
      service.appendAllToLedger(
        invites
          .filter(({ id }) => removed.includes(id))
          .map(({ id, email }) => ({
            type: LifecycleEventType.USER_INVITATION_REVERTED,
            email,
            actor,
            source,
            reason: UNDO_REASON,
            data: { invite_id: id },
          })),
        context
      )
    )
  })
}
