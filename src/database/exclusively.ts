import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/** An instance of which the database has not heard for so long has died, and the lock that it held is free. */
const DEAD_AFTER_MS = 60_000

/** Several may be late, or get lost. */
const HEARTBEATS = 4

/**
 * Does something on one instance at a time: where another one is at it, nothing is done. An instance that dies in the
 * middle of it lets go, as the lock ends with its connection: at once where its process ends, and after a minute where its machine
 * is cut off, of which the database would hear nothing for hours.
 *
 * The lock is a transaction's, so that it also holds behind a pooler. It takes one connection of the pool meanwhile. It keeps work
 * from being done twice and bounds nothing: what is done has to be safe where two instances do it, and to give up by itself what
 * does not come to an end.
 *
 * @returns what was done; `undefined` where another instance does it
 */
export async function onOneInstance<TResult>(
  container: MedusaContainer,
  name: string,
  task: () => Promise<TResult>,
  { dead_after_ms = DEAD_AFTER_MS }: { dead_after_ms?: number } = {}
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
    await trx.raw("SELECT set_config('idle_in_transaction_session_timeout', ?, true)", [
      String(dead_after_ms),
    ])
    const heartbeat = setInterval(() => {
      trx.raw("SELECT 1").catch(() => undefined)
    }, dead_after_ms / HEARTBEATS)
    try {
      return await task()
    } finally {
      clearInterval(heartbeat)
    }
  })
}
