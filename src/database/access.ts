import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { generateEntityId } from "@medusajs/framework/utils"
import { AccessStatus } from "../domain/access"
import { lockAccess, lockAccessOfAll } from "./locks"

export type UserAccessRow = {
  id: string
  user_id: string
  status: AccessStatus
  reason: string | null
  until: Date | null
  tokens_valid_after: Date | null
  created_at: Date
  updated_at: Date
}

/** What a person may do from now on. */
export type AccessChange = {
  user_id: string
  status: AccessStatus
  /** Why, in the words of whoever decided it. */
  reason?: string | null
  /** When a suspension ends by itself. */
  until?: Date | null
  /** Whether all tokens and sessions that were issued so far die. */
  revokes_tokens: boolean
}

/**
 * SQL for the instant of a revocation, given the row that holds the last one: now, by the clock of the database, but no
 * earlier than the last one, nor than a token that was dated ahead (see `dateToken`). When it really was, `updated_at`
 * tells, so it is written with the same clock (see `Principal.revoked_at`).
 */
export const nextCutOffSql = (row: string) =>
  `greatest(clock_timestamp(), ${row}.tokens_valid_after, ${row}.tokens_dated_until)`

const COLUMNS = "id, user_id, status, reason, until, tokens_valid_after, created_at, updated_at"

/** What is stored of a person; `undefined` for somebody whom the plugin has not touched. */
export async function findAccess(db: Knex, userId: string): Promise<UserAccessRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM user_access WHERE user_id = ? AND deleted_at IS NULL`,
    [userId]
  )
  return rows[0]
}

/**
 * Stores what a person may do, creating the row of a user who is older than the plugin. Call it as late in the
 * transaction as possible: see `lockAccess`.
 */
export async function storeAccess(
  knex: Knex.Transaction,
  change: AccessChange
): Promise<UserAccessRow> {
  const { user_id, status, reason = null, until = null, revokes_tokens } = change
  await lockAccess(knex, user_id)
  const { rows } = await knex.raw(
    `INSERT INTO user_access AS a (id, user_id, status, reason, until, tokens_valid_after, updated_at)
     VALUES (
       :id, :user_id, :status, :reason, :until, CASE WHEN :revokes_tokens THEN clock_timestamp() END, clock_timestamp()
     )
     ON CONFLICT (user_id) WHERE deleted_at IS NULL DO UPDATE SET
       status = excluded.status, reason = excluded.reason, until = excluded.until, updated_at = clock_timestamp(),
       tokens_valid_after = CASE WHEN :revokes_tokens THEN ${nextCutOffSql("a")} ELSE a.tokens_valid_after END,
       spared_token_issued_at = CASE WHEN :revokes_tokens THEN NULL ELSE a.spared_token_issued_at END
     RETURNING ${COLUMNS}`,
    { id: generateEntityId(undefined, "uacc"), user_id, status, reason, until, revokes_tokens }
  )
  return rows[0]
}

/** Revokes the tokens and sessions of one person, whose status stays what it is. */
export async function revokeTokensOf(knex: Knex.Transaction, userId: string): Promise<void> {
  await lockAccess(knex, userId)
  await knex.raw(
    `INSERT INTO user_access AS a (id, user_id, tokens_valid_after, updated_at)
     VALUES (user_lifecycle_id('uacc'), :userId, clock_timestamp(), clock_timestamp())
     ON CONFLICT (user_id) WHERE deleted_at IS NULL DO UPDATE SET
       tokens_valid_after = ${nextCutOffSql("a")}, spared_token_issued_at = NULL, updated_at = clock_timestamp()`,
    { userId }
  )
}

/** What {@link storeAccess} stores, for people who have just been made: they are active, and nothing was handed out to them so far. */
export async function storeFirstAccess(knex: Knex.Transaction, userIds: string[]): Promise<void> {
  await knex.raw("SELECT user_lifecycle_lock_access(user_id) FROM unnest(?::text[]) user_id", [
    [...userIds].sort(),
  ])
  await knex.raw(
    `INSERT INTO user_access AS a (id, user_id, status, updated_at)
     SELECT user_lifecycle_id('uacc'), user_id, :status, clock_timestamp() FROM unnest(:userIds::text[]) user_id
     ON CONFLICT (user_id) WHERE deleted_at IS NULL DO UPDATE SET
       status = excluded.status, reason = NULL, until = NULL, updated_at = clock_timestamp()`,
    { status: AccessStatus.ACTIVE, userIds }
  )
}

/**
 * Remembers that a token of somebody was dated ahead of the clock. Only under `lockAccessShared`, so that no revocation
 * misses it.
 */
export async function storeTokenDate(
  knex: Knex.Transaction,
  userId: string,
  issuedAtSeconds: number
): Promise<void> {
  await knex.raw(
    `INSERT INTO user_access AS a (id, user_id, tokens_dated_until)
     VALUES (user_lifecycle_id('uacc'), :userId, to_timestamp(:issuedAtSeconds))
     ON CONFLICT (user_id) WHERE deleted_at IS NULL
     DO UPDATE SET tokens_dated_until = greatest(a.tokens_dated_until, excluded.tokens_dated_until)`,
    { userId, issuedAtSeconds }
  )
}

/**
 * Revokes the tokens and sessions of every living user.
 *
 * @param except a credential that lives on, unless it was dead already: the token of this user that was issued in this
 * second, since nothing else tells one token from another
 */
export async function revokeTokensOfAll(
  knex: Knex.Transaction,
  except: { user_id: string; issued_at_seconds: number } | undefined
): Promise<void> {
  await lockAccessOfAll(knex)
  await knex.raw(
    `INSERT INTO user_access AS a (id, user_id, tokens_valid_after, spared_token_issued_at, updated_at)
     SELECT user_lifecycle_id('uacc'), u.id, clock_timestamp(),
       CASE WHEN u.id = :spared THEN to_timestamp(:issued_at_seconds) END, clock_timestamp()
     FROM "user" u WHERE u.deleted_at IS NULL
     ON CONFLICT (user_id) WHERE deleted_at IS NULL DO UPDATE SET
       tokens_valid_after = ${nextCutOffSql("a")},
       spared_token_issued_at = CASE
         WHEN a.tokens_valid_after IS NULL
           OR excluded.spared_token_issued_at >= date_trunc('second', a.tokens_valid_after) + interval '1 second'
           OR excluded.spared_token_issued_at = a.spared_token_issued_at
         THEN excluded.spared_token_issued_at END,
       updated_at = clock_timestamp()`,
    { spared: except?.user_id ?? null, issued_at_seconds: except?.issued_at_seconds ?? 0 }
  )
}
