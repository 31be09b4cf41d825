import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { isSince } from "../domain/admission"
import { LifecycleEventType } from "../domain/lifecycle-event"
import { findHistoryOfEmail } from "./history"

type UsableApiKeyRow = { id: string; title: string; redacted: string }

/** With the person who made it, and is gone. */
export type LeftApiKeyRow = UsableApiKeyRow & { user_id: string }

export type ApiKeyRow = UsableApiKeyRow & {
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

/** All that leads to a person: secret keys that they made, directly or with another key of theirs. */
const KEYS_MADE_BY = `
  WITH RECURSIVE made AS (
    SELECT id FROM api_key WHERE created_by = ? AND type = 'secret'
    UNION
    SELECT k.id FROM api_key k JOIN made m ON k.created_by = m.id WHERE k.type = 'secret'
  )`

/** The secret API keys that a person made, usable or not. */
export async function listApiKeysMadeBy(db: Knex, userId: string): Promise<ApiKeyRow[]> {
  const { rows } = await db.raw(
    `${KEYS_MADE_BY}
     SELECT k.id, k.title, k.redacted, k.created_at, k.last_used_at, k.revoked_at
     FROM api_key k JOIN made USING (id)
     WHERE k.deleted_at IS NULL
     ORDER BY k.created_at, k.id`,
    [userId]
  )
  return rows
}

/**
 * The usable secret API keys that a person made, directly or with another key of theirs: Medusa stores the id of the
 * key as the creator of a key that was made with it.
 *
 * @param locks nobody else changes them until the transaction ends. Under `lockActing`, under which no other one comes into being
 */
export async function findApiKeysMadeBy(
  knex: Knex.Transaction,
  userId: string,
  { locks }: { locks: boolean }
): Promise<UsableApiKeyRow[]> {
  const { rows } = await knex.raw(
    `${KEYS_MADE_BY}
     SELECT k.id, k.title, k.redacted
     FROM api_key k JOIN made USING (id)
     WHERE k.deleted_at IS NULL AND (k.revoked_at IS NULL OR k.revoked_at > clock_timestamp())
     ORDER BY k.created_at, k.id
     ${locks ? "FOR UPDATE OF k" : ""}`,
    [userId]
  )
  return rows
}

/**
 * The usable secret API keys of people who are gone, and whom a person had made admins, or offboarded: they may be that person's
 * in truth.
 */
export async function findKeysLeftBehindBy(
  knex: Knex.Transaction,
  userId: string
): Promise<LeftApiKeyRow[]> {
  const { rows } = await knex.raw(
    // From the keys, of which there are few: whoever set a shop up may have made everybody an admin.
    `${KEYS_MADE_BY}, gone AS (
       SELECT DISTINCT k.created_by AS user_id FROM api_key k LEFT JOIN "user" u ON u.id = k.created_by
       WHERE k.type = 'secret' AND k.created_by <> ? AND (u.id IS NULL OR u.deleted_at IS NOT NULL)
         AND EXISTS (
           SELECT 1 FROM lifecycle_event e
           WHERE e.user_id = k.created_by AND e.actor_id IN (SELECT ?::text UNION ALL SELECT id FROM made)
             AND e.type IN ('${LifecycleEventType.USER_PROVISIONED}', '${LifecycleEventType.USER_OFFBOARDED}')
             AND e.deleted_at IS NULL
         )
     ), left_behind AS (
       SELECT k.id, gone.user_id FROM api_key k JOIN gone ON k.created_by = gone.user_id WHERE k.type = 'secret'
       UNION
       SELECT k.id, l.user_id FROM api_key k JOIN left_behind l ON k.created_by = l.id WHERE k.type = 'secret'
     )
     SELECT k.id, k.title, k.redacted, l.user_id
     FROM api_key k JOIN left_behind l USING (id)
     WHERE k.deleted_at IS NULL AND (k.revoked_at IS NULL OR k.revoked_at > clock_timestamp())
     ORDER BY k.created_at, k.id`,
    [userId, userId, userId]
  )
  return rows
}

/**
 * How many offboardings of others are pending that a person put on their date, with a key of theirs as well: they stay when the
 * person goes.
 */
export async function countOffboardingsScheduledBy(
  knex: Knex.Transaction,
  userId: string
): Promise<number> {
  const { rows } = await knex.raw(
    `${KEYS_MADE_BY}
     SELECT count(*)::int AS count FROM scheduled_offboarding
     WHERE scheduled_by_id IN (SELECT ?::text UNION ALL SELECT id FROM made)
       AND user_id <> ? AND status = 'pending' AND deleted_at IS NULL`,
    [userId, userId, userId]
  )
  return rows[0].count
}

/**
 * The pending invites to an email, in any case, expired ones included: they can be sent again.
 *
 * @param createdUpTo leaves out younger ones: somebody who is gone may have been invited anew since
 */
export async function findPendingInvites(
  knex: Knex.Transaction,
  normalizedEmail: string,
  createdUpTo: Date | null,
  { locks }: { locks: boolean } = { locks: true }
): Promise<{ id: string; email: string }[]> {
  const { rows } = await knex.raw(
    `SELECT id, email FROM invite
     WHERE user_lifecycle_normalize_email(email) = ? AND accepted = false AND deleted_at IS NULL
       AND created_at <= coalesce(?::timestamptz, 'infinity')
     ORDER BY id
     ${locks ? "FOR UPDATE" : ""}`,
    [normalizedEmail, createdUpTo]
  )
  return rows
}

/** The same for several emails, whenever they were invited. */
export async function findPendingInvitesOf(
  knex: Knex.Transaction,
  normalizedEmails: string[]
): Promise<{ id: string; normalized_email: string }[]> {
  const { rows } = await knex.raw(
    `SELECT id, user_lifecycle_normalize_email(email) AS normalized_email FROM invite
     WHERE user_lifecycle_normalize_email(email) = ANY (?) AND NOT accepted AND deleted_at IS NULL
     ORDER BY id
     FOR UPDATE`,
    [normalizedEmails]
  )
  return rows
}

/** When the last invite to an email was sent that can be accepted now; `null` if there is none. */
export async function findLastInvitedAt(db: Knex, normalizedEmail: string): Promise<Date | null> {
  const { rows } = await db.raw(
    `SELECT max(updated_at) AS invited_at FROM invite
     WHERE user_lifecycle_normalize_email(email) = ? AND accepted = false AND deleted_at IS NULL
       AND expires_at > clock_timestamp()`,
    [normalizedEmail]
  )
  return rows[0].invited_at
}

/**
 * Whether there is an invite to an email that invites somebody now: one that is older than the end of somebody who had
 * this email does not. Strangers, who have none, cost one query.
 */
export async function hasUsableInvite(db: Knex, normalizedEmail: string): Promise<boolean> {
  const invitedAt = await findLastInvitedAt(db, normalizedEmail)
  return invitedAt !== null && isSince(invitedAt, await findHistoryOfEmail(db, normalizedEmail))
}
