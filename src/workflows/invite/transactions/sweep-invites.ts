import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { lockInvitesToSweep } from "../../../database/sweep"
import { runInTransaction } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"

/**
 * Deletes some of the invites that expired long ago, as Medusa deletes invites, with an entry in the ledger for each.
 *
 * @returns how many
 */
export async function sweepInvites(container: MedusaContainer, limit: number): Promise<number> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { keep_expired_days, reminder_after_hours } = lifecycle.options.invites

  return await runInTransaction(container, async (tx) => {
    const invites = await lockInvitesToSweep(tx.knex, {
      keep_expired_days,
      reminder_after_hours,
      limit,
    })
    if (!invites.length) {
      return 0
    }
    const ids = invites.map(({ id }) => id)
    await tx.call(users, (service, context) => service.softDeleteInvites(ids, {}, context))
    await tx.call(lifecycle, (service, context) =>
      service.appendAllToLedger(
        invites.map(({ id, email, expires_at }) => ({
          type: LifecycleEventType.INVITE_SWEPT,
          email,
          actor: SYSTEM_ACTOR,
          data: { invite_id: id, expired_at: expires_at },
        })),
        context
      )
    )
    return invites.length
  })
}
