import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { InviteStatus } from "../domain/invite-status"
import { INVITE_DELIVERY_KEY } from "./deliveries"
import { localeSql } from "./recipients"

/** An invite that is open, and what became of the email with its current token. Never the token. */
export type InviteWithDelivery = {
  id: string
  email: string
  status: InviteStatus
  expires_at: Date
  created_at: Date
  /** `null` where none was put on its way; `cancelled` where there is none to wait for, as for an invite that is older than the plugin. */
  delivery: {
    status: string
    attempts: number
    next_attempt_at: string | null
    sent_at: string | null
    last_error: string | null
  } | null
}

export type InviteFilters = { status?: InviteStatus[]; q?: string; limit: number; offset: number }

const INVITES = `
  SELECT i.id, i.email, i.expires_at, i.created_at,
    CASE
      WHEN i.expires_at <= clock_timestamp() THEN 'expired'
      WHEN d.status = 'sent' THEN 'delivered'
      WHEN d.status = 'failed' THEN 'failed'
      WHEN d.status = 'cancelled' THEN 'not_sent'
      ELSE 'pending'
    END AS status,
    CASE WHEN d.id IS NOT NULL THEN jsonb_build_object(
      'status', d.status,
      'attempts', d.attempts,
      'next_attempt_at', CASE WHEN d.status = 'pending' THEN d.next_attempt_at END,
      'sent_at', d.sent_at,
      'last_error', d.last_error
    ) END AS delivery
  FROM invite i
  LEFT JOIN email_delivery d ON d.key = ${INVITE_DELIVERY_KEY} AND d.deleted_at IS NULL
  WHERE i.deleted_at IS NULL AND NOT i.accepted`

/** The open invites, newest first, and how many there are. */
export async function listInvitesWithDelivery(
  db: Knex,
  { status, q, limit, offset }: InviteFilters
): Promise<{ invites: InviteWithDelivery[]; count: number }> {
  const matching = `FROM (${INVITES}) invite
    WHERE (:status::text[] IS NULL OR status = ANY (:status))
      AND (:q::text IS NULL OR position(lower(:q) IN lower(email)) > 0)`
  const filters = { status: status ?? null, q: q ?? null }
  const { rows: invites } = await db.raw(
    `SELECT id, email, status, expires_at, created_at, delivery ${matching}
     ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset`,
    { ...filters, limit, offset }
  )
  const { rows: counts } = await db.raw(`SELECT count(*)::int AS count ${matching}`, filters)
  return { invites, count: counts[0].count }
}

/** How many of the open invites have which status. */
export async function countInvitesByStatus(db: Knex): Promise<Record<InviteStatus, number>> {
  const { rows } = await db.raw(
    `SELECT status, count(*)::int AS count FROM (${INVITES}) invite GROUP BY status`
  )
  const counts = { pending: 0, delivered: 0, failed: 0, not_sent: 0, expired: 0 }
  return Object.assign(
    counts,
    Object.fromEntries(
      rows.map(({ status, count }: { status: InviteStatus; count: number }) => [status, count])
    )
  )
}

export type InviteRow = {
  id: string
  email: string
  token: string
  accepted: boolean
  expires_at: Date
  updated_at: Date
  deleted_at: Date | null
  /** What `metadata.locale` says; see `isLanguageTag`. */
  locale: string | null
  /** What `metadata` says of the person's name, where whoever invited them knew it. */
  first_name: string | null
  last_name: string | null
}

const nameSql = (key: string) =>
  `CASE WHEN jsonb_typeof(metadata->'${key}') = 'string' THEN nullif(left(metadata->>'${key}', 255), '') END AS ${key}`

const COLUMNS = `id, email, token, accepted, expires_at, updated_at, deleted_at, ${localeSql("metadata")} AS locale,
  ${nameSql("first_name")}, ${nameSql("last_name")}`

/** An invite, open or not, as it is now. */
export async function findInvite(db: Knex, inviteId: string): Promise<InviteRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM invite WHERE id = ?`, [inviteId])
  return rows[0]
}

/** An invite that can be accepted now. */
export async function findAcceptableInvite(
  db: Knex,
  inviteId: string
): Promise<Pick<InviteRow, "token" | "expires_at"> | undefined> {
  const { rows } = await db.raw(
    `SELECT token, expires_at FROM invite
     WHERE id = ? AND deleted_at IS NULL AND NOT accepted AND expires_at > clock_timestamp()`,
    [inviteId]
  )
  return rows[0]
}

/** An invite as `findInvite` has it, and nobody else accepts, deletes or renews it until the transaction ends. */
export async function lockInvite(
  knex: Knex.Transaction,
  inviteId: string
): Promise<InviteRow | undefined> {
  await knex.raw("SELECT 1 FROM invite WHERE id = ? FOR UPDATE", [inviteId])
  return await findInvite(knex, inviteId)
}

/** The invite to an email that can be accepted now. */
export async function findOpenInvite(
  db: Knex,
  normalizedEmail: string
): Promise<InviteRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM invite
     WHERE user_lifecycle_normalize_email(email) = ? AND deleted_at IS NULL AND NOT accepted
       AND expires_at > clock_timestamp()
     ORDER BY updated_at DESC LIMIT 1`,
    [normalizedEmail]
  )
  return rows[0]
}

/** Whether there is another invite to an email that can be accepted. */
export async function hasOtherOpenInvite(
  db: Knex,
  normalizedEmail: string,
  inviteId: string
): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT EXISTS (
       SELECT 1 FROM invite
       WHERE user_lifecycle_normalize_email(email) = ? AND id <> ? AND deleted_at IS NULL AND NOT accepted
         AND expires_at > clock_timestamp()
     ) AS has_one`,
    [normalizedEmail, inviteId]
  )
  return rows[0].has_one
}

/** The living users, and the invites that nobody has accepted, with one of some emails. */
export async function findInvited(
  db: Knex,
  normalizedEmails: string[]
): Promise<{
  users: { id: string; email: string }[]
  invites: { id: string; email: string; is_open: boolean }[]
}> {
  const { rows: users } = await db.raw(
    `SELECT id, user_lifecycle_normalize_email(email) AS email FROM "user"
     WHERE deleted_at IS NULL AND user_lifecycle_normalize_email(email) = ANY (?)`,
    [normalizedEmails]
  )
  const { rows: invites } = await db.raw(
    `SELECT id, user_lifecycle_normalize_email(email) AS email,
       NOT accepted AND expires_at > clock_timestamp() AS is_open
     FROM invite WHERE deleted_at IS NULL AND user_lifecycle_normalize_email(email) = ANY (?)`,
    [normalizedEmails]
  )
  return { users, invites }
}

/**
 * Makes invites that have yet to get their tokens (see `refreshInviteTokens` of Medusa's User Module). Not through the
 * module: it looks for users on a connection of its own (2.21, `createInvites_`), which a transaction must not wait for.
 */
export async function insertInvites(
  knex: Knex.Transaction,
  invites: { id: string; email: string; metadata: Record<string, unknown> | null }[]
): Promise<void> {
  await knex.raw(
    `INSERT INTO invite (id, email, accepted, token, expires_at, metadata)
     SELECT id, email, false, gen_random_uuid()::text, clock_timestamp(), metadata
     FROM jsonb_to_recordset(?::jsonb) AS i (id text, email text, metadata jsonb)`,
    [JSON.stringify(invites)]
  )
}

/**
 * Removes invites that nobody has accepted, deleted or sent again since they got their token.
 *
 * @returns the ids of those that were removed
 */
export async function removeInvites(
  knex: Knex.Transaction,
  invites: { id: string; token: string }[]
): Promise<string[]> {
  const { rows } = await knex.raw(
    `DELETE FROM invite i USING jsonb_to_recordset(?::jsonb) AS r (id text, token text)
     WHERE i.id = r.id AND i.token = r.token AND NOT i.accepted AND i.deleted_at IS NULL
     RETURNING i.id`,
    [JSON.stringify(invites)]
  )
  return rows.map(({ id }: { id: string }) => id)
}

/** Takes invites out of those that can be accepted, as Medusa does (2.21), and remembers why. */
export async function consumeInvites(knex: Knex.Transaction, inviteIds: string[]): Promise<void> {
  await knex.raw(
    "UPDATE invite SET accepted = true, deleted_at = now(), updated_at = now() WHERE id = ANY (?)",
    [inviteIds]
  )
}
