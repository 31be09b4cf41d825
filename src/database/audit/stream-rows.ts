import { Knex } from "@medusajs/framework/mikro-orm/knex"

/**
 * The rows of a query, of which no more than a page is in memory at a time. The query is planned, and its tables are read,
 * once for all pages.
 *
 * @param trx a transaction, as a cursor lives no longer; one query at a time
 * @param query without parameters
 */
export async function* streamRows<TRow>(
  trx: Knex,
  query: string,
  pageSize: number
): AsyncGenerator<TRow> {
  // All of them are wanted, and not the first few soon.
  await trx.raw("SET LOCAL cursor_tuple_fraction = 1")
  await trx.raw(`DECLARE user_lifecycle_rows NO SCROLL CURSOR FOR ${query}`)
  for (;;) {
    const { rows } = await trx.raw(`FETCH ${pageSize} FROM user_lifecycle_rows`)
    yield* rows
    if (rows.length < pageSize) {
      break
    }
  }
  await trx.raw("CLOSE user_lifecycle_rows")
}
