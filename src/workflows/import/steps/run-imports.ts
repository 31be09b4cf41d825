import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { onOneInstance } from "../../../database/exclusively"
import {
  ImportRow,
  listForgottenImports,
  listRunningImports,
  removeOldImports,
  storeImportError,
} from "../../../database/imports"
import { describeDatabaseError } from "../../../database/transaction"
import { cancelImport } from "../cancel-import"
import { runImport } from "../run/run-import"
import { removeLeftUploads } from "../upload-files"

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
  for (const row of await listRunningImports(db)) {
    await onOneInstance(container, `import:${row.id}`, () => runOrTell(container, db, row))
  }
  for (const import_id of await listForgottenImports(db)) {
    const reason = "Nobody has confirmed it for a day."
    await cancelImport(container, { import_id, reason, only_if_unconfirmed: true })
  }
  await removeOldImports(db)
  await removeLeftUploads(Date.now())
  return new StepResponse(undefined)
})

/** One that can't go on is not to keep the others from it. It is tried again by the next run. */
async function runOrTell(container: MedusaContainer, db: Knex, row: ImportRow): Promise<void> {
  try {
    await runImport(container, row)
  } catch (error) {
    const because = describeDatabaseError(error)
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    if (await storeImportError(db, row.id, because.slice(0, 1_000))) {
      logger.error(`user-lifecycle: import ${row.id} can't go on, and is tried again: ${because}`)
    }
  }
}
