import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/**
 * Does something on one instance at a time: where another one is at it, nothing is done. An instance that dies in the
 * middle of it lets go, as the lock ends with its connection.
 *
 * The lock is a transaction's, so that it also holds behind a pooler. It takes one connection of the pool meanwhile, and
 * stays however long that takes: a database that ends transactions which do nothing would let a second instance begin.
 *
 * @returns what was done; `undefined` where another instance does it
 */
export async function onOneInstance<TResult>(
  container: MedusaContainer,
  name: string,
  task: () => Promise<TResult>
): Promise<TResult | undefined> {
  const pg: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  return await pg.transaction(async (trx) => {
    const { rows } = await trx.raw(
      "SELECT pg_try_advisory_xact_lock(hashtextextended('user_lifecycle:job:' || ?::text, 0)) AS is_ours",
      [name]
    )
    if (!rows[0].is_ours) {
      return undefined
    }
    await trx.raw("SET LOCAL idle_in_transaction_session_timeout = 0")
    return await task()
  })
}
