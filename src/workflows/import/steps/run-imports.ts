import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { onOneInstance } from "../../../database/exclusively"
import {
  listForgottenImports,
  listRunningImports,
  removeOldImports,
  RunningImport,
  storeImportError,
} from "../../../database/imports"
import { describeDatabaseError } from "../../../database/transaction"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { cancelImport } from "../cancel-import"
import { ImportTurn, runImport } from "../run/run-import"
import { removeLeftUploads } from "../upload-files"

/** With passwords, some seconds. */
const LINES_PER_TURN = 250

export const runImportsStepId = "run-imports"
/**
 * This step does the lines of all imports that were confirmed, each import on one instance: see `runImport`. It also drops
 * imports that nobody has confirmed for a day, forgets those that ended long ago, and
 * removes what uploads left on this machine.
 *
 * There is no compensation: what is done is done.
 */
export const runImportsStep = createStep(runImportsStepId, async (_: unknown, { container }) => {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  // First: the imports may take hours.
  for (const import_id of await listForgottenImports(db)) {
    const reason = "Nobody has confirmed it for a day."
    await cancelImport(container, { import_id, reason, only_if_unconfirmed: true })
  }
  await removeOldImports(db)
  await removeLeftUploads(Date.now())
  await runInTurns(container, db)
  return new StepResponse(undefined)
})

/** Some lines of each import, again and again, so that a short one does not wait for a long one, nor one whose instance died. */
async function runInTurns(container: MedusaContainer, db: Knex): Promise<void> {
  const { background }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  let hasMore = true
  while (hasMore && !background.isStopping) {
    hasMore = false
    const rows = await listRunningImports(db)
    for (const row of rows) {
      const turn = await onOneInstance(container, `import:${row.id}`, () =>
        runOrTell(container, db, row)
      )
      hasMore ||= turn === "goes_on"
    }
  }
}

/** One that can't go on is not to keep the others from it. It is tried again when they have had a turn, or by the next run. */
async function runOrTell(
  container: MedusaContainer,
  db: Knex,
  row: RunningImport
): Promise<ImportTurn> {
  try {
    return await runImport(container, row, { max_lines: LINES_PER_TURN })
  } catch (error) {
    const because = describeDatabaseError(error)
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    if (await storeImportError(db, row.id, because.slice(0, 1_000))) {
      logger.error(`user-lifecycle: import ${row.id} can't go on, and is tried again: ${because}`)
    }
    return "over"
  }
}
