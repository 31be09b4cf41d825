import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaError } from "@medusajs/framework/utils"

/**
 * How long a stream may take, which is as long as whoever reads it does. So long one of the few places for it is taken, the pool is
 * one connection short, and the database keeps what was deleted since. It is a hundred times what a hundred thousand people take.
 */
const MAX_STREAM_MS = 10 * 60_000

/**
 * The database itself ends a stream that has asked it nothing for so long. Who reads slowly is to be stopped before; a process
 * that hangs stops nobody.
 */
const MAX_IDLE_MS = 2 * 60_000

const ONE_INSTANT = { isolationLevel: "repeatable read", readOnly: true } as const

/** Reads several things as they are at one instant. It writes nothing, and keeps nobody from writing. */
export async function atOneInstant<TResult>(
  pg: Knex,
  read: (trx: Knex.Transaction) => Promise<TResult>
): Promise<TResult> {
  return await pg.transaction(async (trx) => {
    await trx.raw(WITHOUT_JIT)
    return await read(trx)
  }, ONE_INSTANT)
}

/**
 * The same for rows that are handed out one by one, however long that takes and whatever is written meanwhile.
 *
 * It holds a connection of the pool from the first row that is asked for until the last one, or until the generator is returned,
 * which whoever stops reading has to do.
 *
 * @param read what to read, in the transaction, a page at a time
 * @param options `max_ms`: how long it may take; ten minutes by default
 * @throws MedusaError `unexpected_state` where it takes longer than that
 */
export async function* streamAtOneInstant<TRow>(
  pg: Knex,
  read: (trx: Knex.Transaction) => AsyncIterable<TRow>,
  { max_ms = MAX_STREAM_MS } = {}
): AsyncGenerator<TRow, void, undefined> {
  const trx = await pg.transaction(undefined, ONE_INSTANT)
  try {
    await trx.raw(WITHOUT_JIT)
    await trx.raw(`SET LOCAL idle_in_transaction_session_timeout = ${MAX_IDLE_MS}`)
    yield* inTime(read(trx), { max_ms })
  } finally {
    // Where the connection is gone, so is the transaction.
    await trx.rollback().catch(() => undefined)
  }
}

/**
 * Rows that are handed out one by one, for as long as a stream may take.
 *
 * @throws MedusaError `unexpected_state` where it takes longer than that
 */
export async function* inTime<TRow>(
  rows: AsyncIterable<TRow>,
  { max_ms = MAX_STREAM_MS } = {}
): AsyncGenerator<TRow, void, undefined> {
  const startedAt = performance.now()
  for await (const row of rows) {
    if (performance.now() - startedAt > max_ms) {
      throw new MedusaError(
        MedusaError.Types.UNEXPECTED_STATE,
        `It was read too slowly: it took longer than ${max_ms / 1_000} seconds.`
      )
    }
    yield row
  }
}

/** PostgreSQL would compile queries that read a page at a time, which takes longer than to run them. */
const WITHOUT_JIT = "SET LOCAL jit = off"
