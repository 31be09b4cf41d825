import { EntityManager } from "@medusajs/framework/mikro-orm/core"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Context, IEventBusModuleService, Logger, MedusaContainer } from "@medusajs/framework/types"
import {
  ContainerRegistrationKeys,
  MedusaContextType,
  MedusaError,
  MessageAggregator,
  Modules,
} from "@medusajs/framework/utils"
import { unsupportedMedusa } from "../supported-medusa"

/**
 * Another transaction was faster, and the next attempt sees what it wrote: PostgreSQL rolled this one back so that the
 * other could go on, or the other took a name first, which is then found, and refused or replaced.
 */
const RETRYABLE_ERRORS = new Set([
  "40001" /* serialization_failure */,
  "40P01" /* deadlock_detected */,
  "23505" /* unique_violation */,
])
const LOCK_NOT_AVAILABLE = "55P03"
const MAX_ATTEMPTS = 3

/**
 * How long a change waits for a lock. What holds one does so for milliseconds; whoever waits longer gets an error
 * (409) instead of filling the connection pool.
 */
const LOCK_TIMEOUT_MS = 10_000

type ManagedService = {
  baseRepository_: { getFreshManager(): EntityManager }
}

/** One PostgreSQL transaction that several Medusa modules, and plain SQL, write in. */
export type Transaction = {
  /** Plain SQL in the transaction. */
  knex: Knex.Transaction
  /**
   * Calls a module's service in the transaction.
   *
   * The call gets a context that must be handed to every method of the service: without it, the method would take
   * another connection, see none of the transaction, and wait for it for ever if the pool is exhausted.
   *
   * @example
   * await tx.call(users, (service, context) => service.softDeleteUsers([id], {}, context))
   */
  call<TService extends object, TResult>(
    service: TService,
    run: (service: TService, context: Context) => Promise<TResult>
  ): Promise<TResult>
  /** Does something once the change is committed, before anybody is told. It must not fail. */
  afterCommit(task: () => void): void
}

/**
 * Collects the events that module services would emit at the end of each call: inside the transaction that is too
 * early, since a subscriber could read before the commit, and a rollback could not call them back.
 */
class HeldMessages extends MessageAggregator {
  /** `EmitEvents` (Medusa 2.21) emits when there is at least one message, so there is never one to see. */
  override count(): number {
    return 0
  }
}

/**
 * Runs `change` in one PostgreSQL transaction across modules: it commits as a whole when `change` resolves, and leaves
 * nothing behind when it throws or the process dies. Events of the modules' services are emitted after the commit.
 *
 * `change` may run up to three times, where another transaction was faster, so it must do
 * nothing but database work. It must not hash passwords or call the network: it holds locks.
 *
 * It rests on members of Medusa that are not documented: `baseRepository_.getFreshManager` of module services and
 * MikroORM's `setTransactionContext`. `assertMedusaIsSupported` checks them when Medusa boots.
 */
export async function runInTransaction<TResult>(
  container: MedusaContainer,
  change: (tx: Transaction) => Promise<TResult>
): Promise<TResult> {
  const pg: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  let heldMessages = new HeldMessages()
  let tasks: (() => void)[] = []
  const result = await changeInTransaction(pg, async (knex) => {
    heldMessages = new HeldMessages()
    tasks = []
    return await change(openTransaction(knex, heldMessages, tasks))
  })
  tasks.forEach((task) => task())
  await releaseMessages(container, heldMessages)
  return result
}

/**
 * The same for plain SQL alone, which no module hears of.
 *
 * @throws MedusaError `conflict` where something else holds a lock for longer than {@link LOCK_TIMEOUT_MS}
 */
export async function changeInTransaction<TResult>(
  pg: Knex,
  change: (knex: Knex.Transaction) => Promise<TResult>
): Promise<TResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pg.transaction(async (knex) => {
        await knex.raw(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
        return await change(knex)
      })
    } catch (error) {
      const state = sqlState(error)
      if (attempt < MAX_ATTEMPTS && state && RETRYABLE_ERRORS.has(state)) {
        continue
      }
      throw state === LOCK_NOT_AVAILABLE ? tooBusy() : error
    }
  }
}

function openTransaction(
  knex: Knex.Transaction,
  messageAggregator: MessageAggregator,
  tasks: (() => void)[]
): Transaction {
  const managers = new Map<object, EntityManager>()

  const managerOf = (service: object): EntityManager => {
    let manager = managers.get(service)
    if (!manager) {
      assertIsManaged(service)
      // With an event manager of its own: services register the context of a call there, and on the shared one it would
      // stay, so that the events of all later calls, Medusa's included, went to a transaction that is long over.
      manager = service.baseRepository_.getFreshManager().fork({ cloneEventManager: true })
      manager.setTransactionContext(knex)
      managers.set(service, manager)
    }
    return manager
  }

  return {
    knex,
    async call(service, run) {
      const manager = managerOf(service)
      const result = await run(service, {
        // Without this mark, a service that was resolved in a workflow's step ignores the context, and would write on
        // another connection, outside the transaction (Medusa 2.21, `LocalWorkflow.contextualizedMedusaModules`).
        __type: MedusaContextType,
        transactionManager: manager,
        messageAggregator,
      })
      // The unit of work writes when it is flushed; the next call or plain SQL must see what this one did.
      await manager.flush()
      return result
    },
    afterCommit: (task) => void tasks.push(task),
  }
}

async function releaseMessages(container: MedusaContainer, held: MessageAggregator): Promise<void> {
  const messages = Object.values(held.getMessages()).flat()
  if (!messages.length) {
    return
  }
  try {
    const eventBus: IEventBusModuleService = container.resolve(Modules.EVENT_BUS)
    await eventBus.emit(messages, { internal: true })
  } catch (error) {
    // The change is committed: failing now would tell the caller that it did not happen.
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: events of a committed change could not be emitted: ${describeDatabaseError(error)}`
    )
  }
}

/** The SQLSTATE of a database error, also of one that MikroORM has wrapped. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === "string" ? code : undefined
}

/** Medusa answers 409, with a message of its own. */
function tooBusy(): MedusaError {
  return new MedusaError(
    MedusaError.Types.CONFLICT,
    `Another change to the same person took longer than ${LOCK_TIMEOUT_MS / 1000} seconds. Nothing was written; try again.`
  )
}

const STATEMENT = /^\s*(with|select|insert into|update|delete from|set|lock table|begin)\b/i

/**
 * What an error says; of one of the database's, what the database said: Knex puts the whole statement in front of it. An
 * application's hook may throw one with any text.
 */
export function describeDatabaseError(error: unknown): string {
  // What a workflow throws has lost its class on the way (Medusa 2.21).
  const message = String((error as { message?: unknown } | null)?.message ?? error)
  const isDatabases = /^[0-9A-Z]{5}$/.test(sqlState(error) ?? "") || STATEMENT.test(message)
  return isDatabases ? message.slice(message.lastIndexOf(" - ") + 1).replace(/^- /, "") : message
}

function assertIsManaged(service: object): asserts service is ManagedService {
  const repository = (service as Partial<ManagedService>).baseRepository_
  if (typeof repository?.getFreshManager !== "function") {
    throw unsupportedMedusa("a module service has no baseRepository_.getFreshManager()")
  }
}
