import { MedusaContainer } from "@medusajs/framework/types"
import { countImportLines, endImport, lockImport } from "../../database/imports"
import { runInTransaction } from "../../database/transaction"
import { ImportStatus } from "../../domain/import/status"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"
import { assertActorMayAct } from "../user/transactions/assert-actor-may-act"
import { ChangeContext } from "../user/types"
import { importNotFound } from "./describe-import"
import { CancelImportInput } from "./types"

/**
 * Ends an import that is not over, with a ledger entry. What was done by then stays, and no password is kept.
 *
 * @returns whether it was not over
 * @throws MedusaError `not_found`, code `user_lifecycle.import_not_found`
 */
export async function cancelImport(
  container: MedusaContainer,
  {
    import_id,
    actor = SYSTEM_ACTOR,
    source,
    reason,
    only_if_unconfirmed = false,
  }: CancelImportInput & Pick<ChangeContext, "reason">
): Promise<boolean> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  return await runInTransaction(container, async (tx) => {
    await assertActorMayAct(tx.knex, actor)
    const found = await lockImport(tx.knex, import_id)
    if (!found) {
      throw importNotFound(import_id)
    }
    const isRunning = found.status === ImportStatus.RUNNING && !only_if_unconfirmed
    if (found.status !== ImportStatus.VALIDATED && !isRunning) {
      return false
    }
    const counts = (await countImportLines(tx.knex, [import_id])).get(import_id)
    await endImport(tx.knex, import_id, ImportStatus.CANCELLED)
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.IMPORT_CANCELLED,
          actor,
          source,
          reason,
          data: { import_id, file_name: found.file_name, ...counts },
        },
        context
      )
    )
    return true
  })
}
