import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import {
  countImportLines,
  endImport,
  isRunning,
  listImportTasks,
  lockImport,
  lockImportTasks,
  RunningImport,
  settleImportTasks,
} from "../../../database/imports"
import { describeDatabaseError, runInTransaction, sqlState } from "../../../database/transaction"
import { ErrorCode, ErrorCodes } from "../../../domain/error-codes"
import { takePart } from "../../../domain/transaction-part"
import { ImportRowStatus, ImportStatus } from "../../../domain/import/status"
import { busEventName, LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertMayStill } from "../../assert-may-still"
import { emitCommitted } from "../../emit-committed"
import { errorCodeOf, errorTypeOf } from "../../error-type"
import { IMPORT_POLICIES } from "../../policies"
import { cancelImport } from "../cancel-import"
import { checkRolesOfPeopleWorkflow } from "../workflows/check-roles-of-people"
import { announce } from "./announce"
import { commitTasks } from "./commit-tasks"
import { confirmedBy } from "./confirmed-by"
import { PreparedTask, prepareTasks } from "./prepare-tasks"

/** What is done in one transaction: each email takes a lock, of which PostgreSQL has a limited number. */
const PEOPLE_PER_TRANSACTION = 50

/** Whether an import has lines left for another turn. */
export type ImportTurn = "goes_on" | "over"

/**
 * Does lines of an import that have yet to be done, in their order, until there are none, the turn is over, or the import, or this
 * process, is told to stop. The passwords of the next lines are hashed while the last ones are written.
 *
 * @throws a database error, after which whoever tries again goes on where this stopped
 */
export async function runImport(
  container: MedusaContainer,
  row: RunningImport,
  { max_lines }: { max_lines: number }
): Promise<ImportTurn> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)

  const prepareAfter = async (line: number): Promise<PreparedTask[]> => {
    const tasks = await listImportTasks(db, row.id, { after: line, limit: PEOPLE_PER_TRANSACTION })
    const part = takePart(tasks, PEOPLE_PER_TRANSACTION, ({ person }) => person.roles.length)
    return await prepareTasks(container, part)
  }
  let prepared = await prepareAfter(0)
  let done = 0
  while (prepared.length && !lifecycle.background.isStopping) {
    done += prepared.length
    const isLast = done >= max_lines
    // Nothing is prepared for a turn that is another's.
    const next = isLast ? Promise.resolve([]) : prepareAfter(prepared[prepared.length - 1].line)
    // Whatever the other does is heard below; without this, its failure would be nobody's while this one is waited for.
    next.catch(() => undefined)
    for (const task of prepared.filter(({ problem }) => problem !== undefined)) {
      await fail(container, row, task, task.problem)
    }
    const ready = prepared.filter(({ problem }) => problem === undefined)
    if (!(await commit(container, row, ready))) {
      await next.catch(() => undefined)
      return "over"
    }
    if (isLast) {
      return "goes_on"
    }
    prepared = await next
  }
  if (!lifecycle.background.isStopping) {
    await complete(container, row)
  }
  return "over"
}

/** @returns whether the import goes on */
async function commit(
  container: MedusaContainer,
  row: RunningImport,
  prepared: PreparedTask[]
): Promise<boolean> {
  try {
    await checkRoles(container, row, prepared)
    await announce(container, await commitTasks(container, row, prepared))
    return true
  } catch (error) {
    if (endsIt(error)) {
      const reason = `Whoever confirmed it may no longer act: ${describeDatabaseError(error)}`
      await cancelImport(container, { import_id: row.id, reason })
      return false
    }
    if (!isAboutTheLines(error)) {
      throw error
    }
    if (prepared.length === 1) {
      await fail(container, row, prepared[0], error)
      return true
    }
  }
  // One of them is not to keep the others from it.
  for (const one of prepared) {
    if (!(await commit(container, row, [one]))) {
      return false
    }
  }
  return true
}

/** Whoever confirmed it may not act, or import people, any more: so it is with all lines that follow. */
function endsIt(error: unknown): boolean {
  return (
    errorTypeOf(error) === MedusaError.Types.UNAUTHORIZED ||
    errorCodeOf(error) === ErrorCodes.PERMISSION_LOST
  )
}

/**
 * An import takes its time, and whoever confirmed it can have lost a role since: one that lets them import, which ends it, or one
 * that they give, which is about the lines that have it.
 */
async function checkRoles(
  container: MedusaContainer,
  row: RunningImport,
  prepared: PreparedTask[]
): Promise<void> {
  const actor = confirmedBy(row)
  await assertMayStill(container, actor, IMPORT_POLICIES)
  const roles = [...new Set(prepared.flatMap(({ person }) => person.roles))]
  if (roles.length) {
    const input = { roles, actor }
    await checkRolesOfPeopleWorkflow(container).run({ input })
  }
}

/** What Medusa or the plugin refuses, and what data the database does not take (SQLSTATE classes 22, 23 and P0). */
function isAboutTheLines(error: unknown): boolean {
  const isRefusal =
    typeof errorTypeOf(error) === "string" && errorTypeOf(error) !== MedusaError.Types.CONFLICT
  return isRefusal || /^(22|23|P0)/.test(sqlState(error) ?? "")
}

/** Unless the line was done, or the import cancelled, meanwhile. */
async function fail(
  container: MedusaContainer,
  row: RunningImport,
  { id }: PreparedTask,
  error: unknown
): Promise<void> {
  const message = describeDatabaseError(error).slice(0, 1_000)
  const { code } = error as { code?: ErrorCode }
  const outcome = {
    id,
    status: ImportRowStatus.FAILED,
    message,
    code: errorTypeOf(error) ? (code ?? null) : null,
  }
  await runInTransaction(container, async (tx) => {
    const isOpen =
      (await isRunning(tx.knex, row.id)) && (await lockImportTasks(tx.knex, [id])).has(id)
    if (isOpen) {
      await settleImportTasks(tx.knex, [outcome])
    }
  })
}

/** Ends an import of which every line is done. */
async function complete(
  container: MedusaContainer,
  { id, file_name }: RunningImport
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const isComplete = await runInTransaction(container, async (tx) => {
    const found = await lockImport(tx.knex, id)
    const counts = (await countImportLines(tx.knex, [id])).get(id)
    if (found?.status !== ImportStatus.RUNNING || !counts || counts.ready > 0) {
      return false
    }
    await endImport(tx.knex, id, ImportStatus.DONE)
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.IMPORT_COMPLETED,
          actor: SYSTEM_ACTOR,
          data: { import_id: id, file_name, ...counts },
        },
        context
      )
    )
    return true
  })
  if (isComplete) {
    const name = busEventName(LifecycleEventType.IMPORT_COMPLETED)
    await emitCommitted(container, "an import", [{ name, data: { import_id: id } }])
  }
}
