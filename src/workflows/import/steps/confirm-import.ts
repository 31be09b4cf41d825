import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { countImportLines, lockImport, storeConfirmation } from "../../../database/imports"
import { runInTransaction } from "../../../database/transaction"
import { refuseConfirmation } from "../../../domain/import/confirmation"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertMayStill } from "../../assert-may-still"
import { IMPORT_POLICIES } from "../../policies"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { importNotFound } from "../describe-import"
import { ConfirmImportInput } from "../types"

export const confirmImportStepId = "confirm-import"
/**
 * This step lets an import begin, in one transaction with the ledger entry that says whose doing it is.
 *
 * There is no compensation: some of the people may be users by then. Cancelling the import stops it.
 *
 * @throws MedusaError `not_found`, code `user_lifecycle.import_not_found`
 * @throws MedusaError `not_allowed`, code `user_lifecycle.import_not_ready`
 * @throws MedusaError `forbidden`, code `user_lifecycle.permission_lost`, if the actor may not import people
 */
export const confirmImportStep = createStep(
  confirmImportStepId,
  async (input: ConfirmImportInput, { container }) => {
    const { import_id, skip_invalid = false, actor = SYSTEM_ACTOR, source } = input
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    // An upload that is confirmed at once was asked when it began.
    await assertMayStill(container, actor, IMPORT_POLICIES)
    await runInTransaction(container, async (tx) => {
      await assertActorMayAct(tx.knex, actor)
      const found = await lockImport(tx.knex, import_id)
      const counts = found && (await countImportLines(tx.knex, [import_id])).get(import_id)
      if (!found || !counts) {
        throw importNotFound(import_id)
      }
      const { status, file_problem, file_name } = found
      const { invalid, exists, ready } = counts
      const facts = { status, has_file_problem: file_problem !== null, invalid, exists, ready }
      const refusal = refuseConfirmation(facts, { skip_invalid })
      if (refusal) {
        throw new MedusaError(MedusaError.Types.NOT_ALLOWED, refusal.message, refusal.code)
      }
      await storeConfirmation(tx.knex, import_id, actor)
      await tx.call(lifecycle, (service, context) =>
        service.appendToLedger(
          {
            type: LifecycleEventType.IMPORT_CONFIRMED,
            actor,
            source,
            data: { import_id, file_name, people: ready, skipped: counts.total - ready },
          },
          context
        )
      )
    })
    return new StepResponse(undefined)
  }
)
