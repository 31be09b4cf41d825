import { Knex } from "@medusajs/framework/mikro-orm/knex"

/*
 * Locks are taken in one order everywhere: removals, then the email, then rows. Two changes that need the same locks
 * then wait for each other instead of deadlocking.
 */

/**
 * Makes removals of admins happen one after the other, in the whole database: "is there another admin?" stays true
 * until the transaction that asked it commits. Two admins who remove each other at once are the race this ends.
 *
 * Whoever waits holds a connection of the pool. That is safe only as long as nothing inside a transaction asks the pool
 * for a second one.
 */
export async function lockRemovals(knex: Knex.Transaction): Promise<void> {
  await knex.raw("SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:removals', 0))")
}

/**
 * Makes changes to one email address happen one after the other. The trigger on `"user"` takes the same lock (see
 * `constraints.ts`), so Medusa's own routes and plain SQL meet it, too.
 */
export async function lockEmail(knex: Knex.Transaction, normalizedEmail: string): Promise<void> {
  await knex.raw(
    "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:email:' || ?::text, 0))",
    [normalizedEmail]
  )
}
