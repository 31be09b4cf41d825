import { MedusaContainer } from "@medusajs/framework/types"
import { lockEmail } from "../../../database/locks"
import { restoreRows } from "../../../database/row-images"
import { runInTransaction } from "../../../database/transaction"
import { normalizeEmail } from "../../../domain/email"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext } from "../types"
import { Offboarded } from "./offboard-user"

/**
 * Undoes `offboardUser` for a larger workflow that failed later: the database is as it was before, except for
 * the ledger, which tells of both.
 */
export async function revertOffboarding(
  container: MedusaContainer,
  { report, images }: Offboarded,
  { actor = SYSTEM_ACTOR, source }: Pick<ChangeContext, "actor" | "source">
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  await runInTransaction(container, async (tx) => {
    if (report.email) {
      await lockEmail(tx.knex, normalizeEmail(report.email))
    }
    if (!images.some(({ table }) => table === "user_access")) {
      await tx.knex.raw("DELETE FROM user_access WHERE user_id = ?", [report.user_id])
    }
    await restoreRows(tx.knex, images)

    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.USER_OFFBOARDING_REVERTED,
          user_id: report.user_id,
          email: report.email,
          actor,
          source,
          reason: "A later step of the same workflow failed.",
        },
        context
      )
    )
  })
}
