import { Knex } from "@medusajs/framework/mikro-orm/knex"

/*
 * Locks are taken in one order everywhere, so that two changes that need the same ones wait for each other instead of
 * deadlocking:
 *
 * 0. Access reviews with their lines, of whoever decides about one.
 * 1. People: who acts (shared) and who is changed (alone), by their ids; see `assertActorMayAct` and `assertActorMayChange`.
 *    The rows of whoever acts are locked with them: nobody changes those but under this lock, or with no other one.
 * 2. Removals.
 * 3. Emails, by their names.
 * 4. All other rows.
 * 5. Access, but for password reset tokens, whose rows come after it: the trigger that ends them has it.
 *
 * People come first so that nobody holds anything that others need, in whatever number of requests, while an end of their own
 * access waits: it waits for what they have begun, and what they begin afterwards waits for it, empty-handed.
 */

/**
 * Waits until the decisions about an access review that are under way are made, and lets nobody begin another one until the
 * transaction ends: what is counted then stays true.
 */
export async function lockReview(knex: Knex.Transaction, reviewId: string): Promise<void> {
  await knex.raw(
    "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:review:' || ?::text, 0))",
    [reviewId]
  )
}

/** The other side of {@link lockReview}, for any number of decisions at the same time. */
export async function lockReviewShared(knex: Knex.Transaction, reviewId: string): Promise<void> {
  await knex.raw(
    "SELECT pg_advisory_xact_lock_shared(hashtextextended('user_lifecycle:review:' || ?::text, 0))",
    [reviewId]
  )
}

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
 * Orders what revokes a person's tokens with what hands tokens out: whoever holds this lock dates a revocation later
 * than every token that was handed out before, and every token that is handed out after sees the revocation. Without it,
 * a token could be made after a revocation was dated, and before it was committed.
 *
 * The trigger on `provider_identity` takes it as well (see `constraints.ts`).
 */
export async function lockAccess(knex: Knex.Transaction, userId: string): Promise<void> {
  await knex.raw("SELECT user_lifecycle_lock_access(?)", [userId])
}

/** The same for all persons at once. */
export async function lockAccessOfAll(knex: Knex.Transaction): Promise<void> {
  await knex.raw("SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:access', 0))")
}

/** The other side of {@link lockAccess}: any number of tokens can be handed out at the same time. */
export async function lockAccessShared(knex: Knex.Transaction, userId: string): Promise<void> {
  await knex.raw(
    `SELECT pg_advisory_xact_lock_shared(hashtextextended('user_lifecycle:access', 0)),
       pg_advisory_xact_lock_shared(hashtextextended('user_lifecycle:access:' || ?::text, 0))`,
    [userId]
  )
}

/**
 * Bars a person from beginning anything else, themself or with a key that leads to them: who changes them waits for what is
 * under way, and not for what comes after. Row locks alone would let newcomers with a shared one past whoever waits for the row
 * itself, so that somebody who sends requests as fast as they can would hold off their own offboarding.
 *
 * One lock for a person, and none for each of their keys: they can make more of these than PostgreSQL can lock.
 */
export async function lockActing(knex: Knex.Transaction, userId: string): Promise<void> {
  await knex.raw(
    "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:acting:' || ?::text, 0))",
    [userId]
  )
}

/**
 * The other side of {@link lockActing}, for any number of actions at the same time; before the lock on the row. The trigger on
 * `api_key` takes it, too (see `constraints.ts`).
 */
export async function lockActingShared(knex: Knex.Transaction, userId: string): Promise<void> {
  await knex.raw(
    "SELECT pg_advisory_xact_lock_shared(hashtextextended('user_lifecycle:acting:' || ?::text, 0))",
    [userId]
  )
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

/** The same for several addresses, in an order that does not depend on who asks. */
export async function lockEmails(
  knex: Knex.Transaction,
  normalizedEmails: string[]
): Promise<void> {
  // PostgreSQL reads an array in its order.
  await knex.raw(
    `SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:email:' || email, 0)) FROM unnest(?::text[]) email`,
    [[...new Set(normalizedEmails)].sort()]
  )
}
