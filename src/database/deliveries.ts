import { randomUUID } from "node:crypto"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { DeliveryDecision, DeliveryStatus } from "../domain/delivery"
import { busEventName, LifecycleEventType } from "../domain/lifecycle-event"

/** An email that an instance has begun to deliver. */
export type DeliveryRow = {
  id: string
  key: string
  template: string
  recipient: string
  subject_type: "invite" | "user"
  subject_id: string
  trigger_type: string
  sealed_token: string | null
  data: Record<string, string | null> | null
  /** How many attempts have begun, with this one. */
  attempts: number
  /** Tells this attempt from every other one at the same email. */
  lease: string
}

export type NewDelivery = Pick<
  DeliveryRow,
  "key" | "template" | "recipient" | "subject_type" | "subject_id" | "trigger_type"
> &
  Partial<Pick<DeliveryRow, "sealed_token" | "data">> & {
    /** How long it waits for whatever made it to be over, which may still fail and take it back. */
    hold_seconds?: number
  }

/** How the key of an email begins that was asked for and has no token yet. */
const REQUESTED = "user_lifecycle:requested:"

/**
 * SQL for whether an email `d` waits for the change that queued it to be over, and nothing else. One that waits for its token does
 * not leave with the others: with a token of its own, it would be of no use once the other comes, in a second email.
 */
export const IS_HELD = `
  d.status = 'pending' AND d.attempts = 0 AND d.deleted_at IS NULL AND NOT starts_with(d.key, '${REQUESTED}')`

/** What is queued in the transaction of a change waits so long, unless it is released before (see `releaseDeliveries`). */
export const HOLD_SECONDS = 40

/**
 * The key of an invite's email, in SQL about an invite `i`. Another token, or another email, makes another key. The twin of
 * `inviteKey` in `workflows/email`.
 */
export const INVITE_DELIVERY_KEY = `'user_lifecycle:invite:' || i.id || ':' || left(encode(sha256(convert_to(i.email || ' ' || i.token, 'UTF8')), 'hex'), 32)`

const COLUMNS =
  "id, key, template, recipient, subject_type, subject_id, trigger_type, sealed_token, data, attempts, leased_until::text AS lease"

/** An event that has not come by then does not come any more. */
const LOST_AFTER_SECONDS = HOLD_SECONDS

/** So many of what the event bus lost are made up for at a time. */
const LOST_AT_ONCE = 200

/**
 * Puts an email on its way, once for each key. One that was held is so no longer, if it is queued again without.
 *
 * @returns its id, also where it has been on its way for longer
 */
export async function queueDelivery(db: Knex, delivery: NewDelivery): Promise<string> {
  const [id] = await queueDeliveries(db, [delivery])
  return id
}

/** The same for several emails. @returns their ids, in their order */
export async function queueDeliveries(db: Knex, deliveries: NewDelivery[]): Promise<string[]> {
  await db.raw(
    `INSERT INTO email_delivery AS d (
       id, key, template, recipient, subject_type, subject_id, trigger_type, sealed_token, data, next_attempt_at
     )
     SELECT user_lifecycle_id('uemail'), n.key, n.template, n.recipient, n.subject_type, n.subject_id, n.trigger_type,
       n.sealed_token, n.data, clock_timestamp() + make_interval(secs => coalesce(n.hold_seconds, 0))
     FROM jsonb_to_recordset(?::jsonb) AS n (
       key text, template text, recipient text, subject_type text, subject_id text, trigger_type text, sealed_token text,
       data jsonb, hold_seconds double precision
     )
     ON CONFLICT (key) WHERE deleted_at IS NULL DO UPDATE SET next_attempt_at = excluded.next_attempt_at
     WHERE d.status = 'pending' AND d.attempts = 0 AND d.next_attempt_at > excluded.next_attempt_at`,
    [JSON.stringify(deliveries)]
  )
  const keys = deliveries.map(({ key }) => key)
  const { rows } = await db.raw(
    "SELECT key, id FROM email_delivery WHERE key = ANY (?) AND deleted_at IS NULL",
    [keys]
  )
  const ids = new Map(rows.map(({ key, id }: { key: string; id: string }) => [key, id]))
  return keys.map((key) => ids.get(key) as string)
}

/** What an email is for, and whom it is about. */
export async function findDeliveryKey(
  db: Knex,
  id: string
): Promise<{ key: string; subject_id: string } | undefined> {
  const { rows } = await db.raw(
    "SELECT key, subject_id FROM email_delivery WHERE id = ? AND deleted_at IS NULL",
    [id]
  )
  return rows[0]
}

/** Lets the emails about a person leave that were held until now. */
export async function releaseDeliveries(db: Knex, userId: string): Promise<string[]> {
  const { rows } = await db.raw(
    `UPDATE email_delivery d SET next_attempt_at = clock_timestamp(), updated_at = clock_timestamp()
     WHERE d.subject_type = 'user' AND d.subject_id = ? AND ${IS_HELD}
     RETURNING d.id`,
    [userId]
  )
  return rows.map(({ id }: { id: string }) => id)
}

/** Gives up the emails of an invite that nobody has begun to send: it gets another token, and another email. */
export async function cancelUnsentDeliveries(
  knex: Knex.Transaction,
  inviteId: string
): Promise<void> {
  await knex.raw(
    `UPDATE email_delivery SET status = 'cancelled', updated_at = clock_timestamp()
     WHERE subject_type = 'invite' AND subject_id = ? AND status = 'pending' AND attempts = 0`,
    [inviteId]
  )
}

/** Takes emails back that no attempt has been made at. */
export async function removeHeldDeliveries(knex: Knex.Transaction, ids: string[]): Promise<void> {
  await knex.raw("DELETE FROM email_delivery WHERE id = ANY (?) AND attempts = 0", [ids])
}

/** What brings the emails about that admins ask for, of which there is a limit of its own: see `requestPasswordReset`. */
const ASKED_FOR_BY_ADMIN = busEventName(LifecycleEventType.USER_PASSWORD_RESET_REQUESTED)

const HOUR_SECONDS = 3_600

/**
 * Puts an email that somebody has asked for on its way, before there is a token for it, unless so many of some kinds were
 * put on theirs to the same address within the last hour, however many ask for one at the same moment. It is held until its
 * token comes (see {@link giveToken}).
 *
 * Beyond that, there is one more whenever the link in the last one is over: else whoever asks for somebody's links, again and
 * again, would keep that person from having one that works. As many more as links can be over within an hour, and twice as many, are the
 * most in any case.
 *
 * @param link_ttl_seconds how long a link works
 * @returns whether it was put on its way
 */
export async function requestDelivery(
  db: Knex,
  delivery: Omit<NewDelivery, "key" | "sealed_token">,
  {
    templates,
    per_hour,
    link_ttl_seconds,
  }: { templates: string[]; per_hour: number; link_ttl_seconds: number }
): Promise<boolean> {
  return await db.transaction(async (trx) => {
    const { recipient } = delivery
    await trx.raw(
      "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:emails:' || ?::text, 0))",
      [recipient]
    )
    const { rows } = await trx.raw(
      `SELECT count(*)::int AS count,
         coalesce(max(created_at) > clock_timestamp() - make_interval(secs => ?), false) AS has_living_link
       FROM email_delivery
       WHERE recipient = ? AND template = ANY (?) AND trigger_type <> '${ASKED_FOR_BY_ADMIN}'
         AND created_at > clock_timestamp() - interval '1 hour' AND deleted_at IS NULL`,
      [link_ttl_seconds, recipient, templates]
    )
    const [{ count, has_living_link }] = rows
    const most = per_hour + Math.max(per_hour, Math.ceil(HOUR_SECONDS / link_ttl_seconds))
    if (count >= most || (count >= per_hour && has_living_link)) {
      return false
    }
    const key = `${REQUESTED}${randomUUID()}`
    await queueDelivery(trx, { ...delivery, key, hold_seconds: HOLD_SECONDS })
    return true
  })
}

/**
 * Puts an email with a token on its way: one that was asked for and waits for it, if there is one.
 *
 * @returns its id, also where it has been on its way for longer
 */
export async function giveToken(
  db: Knex,
  delivery: NewDelivery & { sealed_token: string }
): Promise<string> {
  return await db.transaction(async (trx) => {
    const { key, template, recipient, subject_type, subject_id, sealed_token } = delivery
    const { rows } = await trx.raw(
      `WITH requested AS MATERIALIZED (
         SELECT id AS requested_id FROM email_delivery
         WHERE starts_with(key, :requested) AND subject_type = :subject_type AND subject_id = :subject_id
           AND recipient = :recipient AND status = 'pending' AND attempts = 0 AND deleted_at IS NULL
         ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
       )
       UPDATE email_delivery SET
         key = :key, template = :template, sealed_token = :sealed_token, next_attempt_at = clock_timestamp(),
         updated_at = clock_timestamp()
       FROM requested
       WHERE id = requested.requested_id
         AND NOT EXISTS (SELECT 1 FROM email_delivery WHERE key = :key AND deleted_at IS NULL)
       RETURNING id`,
      { key, template, sealed_token, requested: REQUESTED, subject_type, subject_id, recipient }
    )
    return rows[0]?.id ?? (await queueDelivery(trx, delivery))
  })
}

/** Remembers the token of an email that had none, for the attempts to come. */
export async function storeToken(
  knex: Knex.Transaction,
  { id }: Pick<DeliveryRow, "id">,
  sealedToken: string
): Promise<void> {
  await knex.raw("UPDATE email_delivery SET sealed_token = ? WHERE id = ?", [sealedToken, id])
}

/**
 * Puts the emails of pending invites on their way for whose token there is none: a process that died between the commit
 * and the event has never told anybody of them.
 */
export async function queueLostInvites(db: Knex, template: string): Promise<number> {
  const { rowCount } = await db.raw(
    `INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, next_attempt_at)
     SELECT user_lifecycle_id('uemail'), ${INVITE_DELIVERY_KEY}, ?, i.email, 'invite', i.id, 'invite.pending', clock_timestamp()
     FROM invite i
     WHERE i.deleted_at IS NULL AND NOT i.accepted AND i.expires_at > clock_timestamp()
       AND i.updated_at <= clock_timestamp() - make_interval(secs => ${LOST_AFTER_SECONDS})
       AND NOT EXISTS (SELECT 1 FROM email_delivery d WHERE d.key = ${INVITE_DELIVERY_KEY} AND d.deleted_at IS NULL)
     ORDER BY i.created_at LIMIT ${LOST_AT_ONCE}
     ON CONFLICT (key) WHERE deleted_at IS NULL DO NOTHING`,
    [template]
  )
  return rowCount
}

/**
 * Begins an attempt at some of the emails that are due, which no other instance then begins until the lease is over. An
 * instance that dies in the middle of it so delays an email, and loses none.
 *
 * @param ids only these; otherwise those that have been due for longest, links to set a password first: somebody waits for
 * them, and they do not live long
 */
export async function leaseDueDeliveries(
  db: Knex,
  { ids, limit, lease_seconds }: { ids?: string[]; limit: number; lease_seconds: number }
): Promise<DeliveryRow[]> {
  const { rows } = await db.raw(
    // Materialized: as a subquery, it could be run for each row that is looked at, and lease another one every time.
    `WITH due AS MATERIALIZED (
       SELECT id AS due_id FROM email_delivery
       WHERE status = 'pending' AND deleted_at IS NULL
         AND next_attempt_at <= clock_timestamp()
         AND (leased_until IS NULL OR leased_until <= clock_timestamp())
         ${ids ? "AND id = ANY (:ids)" : ""}
       ORDER BY sealed_token IS NULL, next_attempt_at LIMIT :limit
       FOR UPDATE SKIP LOCKED
     )
     UPDATE email_delivery SET
       attempts = attempts + 1,
       leased_until = clock_timestamp() + make_interval(secs => :lease_seconds),
       updated_at = clock_timestamp()
     FROM due WHERE id = due.due_id
     RETURNING ${COLUMNS}`,
    { lease_seconds, limit, ids: ids ?? null }
  )
  return rows
}

/**
 * Keeps an email for longer, while an attempt at it goes on.
 *
 * @returns the new lease; `undefined` where it was over already
 */
export async function renewLease(
  db: Knex,
  { id, lease }: Pick<DeliveryRow, "id" | "lease">,
  leaseSeconds: number
): Promise<string | undefined> {
  const { rows } = await db.raw(
    `UPDATE email_delivery SET leased_until = clock_timestamp() + make_interval(secs => ?)
     WHERE id = ? AND leased_until = ?::timestamptz AND leased_until > clock_timestamp()
     RETURNING leased_until::text AS lease`,
    [leaseSeconds, id, lease]
  )
  return rows[0]?.lease
}

/**
 * Writes down how an attempt ended.
 *
 * @returns whether it was still this instance's to say: an attempt that outlived its lease may have been begun anew
 */
export async function settleDelivery(
  db: Knex,
  { id, lease }: DeliveryRow,
  decision: DeliveryDecision | { status: typeof DeliveryStatus.CANCELLED }
): Promise<boolean> {
  const isOver = decision.status !== DeliveryStatus.PENDING
  const { rowCount } = await db.raw(
    `UPDATE email_delivery SET
       status = :status,
       last_error = :last_error,
       next_attempt_at = clock_timestamp() + make_interval(secs => :retry_in_seconds),
       leased_until = NULL,
       sent_at = CASE WHEN :status = 'sent' THEN clock_timestamp() END,
       sealed_token = CASE WHEN :is_over THEN NULL ELSE sealed_token END,
       updated_at = clock_timestamp()
     WHERE id = :id AND leased_until = :lease::timestamptz AND status = 'pending'`,
    {
      id,
      lease,
      status: decision.status,
      last_error: "because" in decision ? decision.because : null,
      retry_in_seconds: "retry_in_seconds" in decision ? decision.retry_in_seconds : 0,
      is_over: isOver,
    }
  )
  return rowCount > 0
}

/** An email by its id, or the one of an invite's current token. */
export type DeliveryName = { email_id: string } | { invite_id: string }

/**
 * Lets an email be tried again at once that waits or was given up, as often as a new one. That of an invite's current token
 * also where it was cancelled, as those of invites are that are older than the plugin. None of an invite that can't be
 * accepted any more: it would not leave.
 */
export async function renewDelivery(
  db: Knex,
  name: DeliveryName
): Promise<
  Pick<DeliveryRow, "id" | "recipient" | "template" | "subject_type" | "subject_id"> | undefined
> {
  const isNamed =
    "email_id" in name
      ? "d.id = :email_id AND d.status <> 'cancelled'"
      : "d.subject_type = 'invite' AND d.subject_id = :invite_id"
  const { rows } = await db.raw(
    `UPDATE email_delivery d SET
       status = 'pending', attempts = 0, next_attempt_at = clock_timestamp(), leased_until = NULL, updated_at = clock_timestamp()
     WHERE ${isNamed} AND d.deleted_at IS NULL AND d.status <> 'sent'
       AND (d.subject_type <> 'invite' OR EXISTS (
         SELECT 1 FROM invite i
         WHERE i.id = d.subject_id AND d.key = ${INVITE_DELIVERY_KEY}
           AND i.deleted_at IS NULL AND NOT i.accepted AND i.expires_at > clock_timestamp()
       ))
       AND (d.leased_until IS NULL OR d.leased_until <= clock_timestamp())
     RETURNING d.id, d.recipient, d.template, d.subject_type, d.subject_id`,
    name
  )
  return rows[0]
}

/** An email as an admin sees it. Never the token in it. */
export type EmailRow = Pick<
  DeliveryRow,
  "id" | "template" | "recipient" | "subject_type" | "subject_id" | "attempts"
> & {
  status: DeliveryStatus
  /** `null` for one that is over. */
  next_attempt_at: Date | null
  sent_at: Date | null
  last_error: string | null
  created_at: Date
}

export type EmailFilters = {
  status?: DeliveryStatus
  template?: string
  user_id?: string
  q?: string
  limit: number
  offset: number
}

/** Emails, newest first, and how many there are. */
export async function listEmails(
  db: Knex,
  { limit, offset, ...filters }: EmailFilters
): Promise<{ emails: EmailRow[]; count: number }> {
  const matching = `FROM email_delivery
     WHERE deleted_at IS NULL
       AND (:status::text IS NULL OR status = :status)
       AND (:template::text IS NULL OR template = :template)
       AND (:user_id::text IS NULL OR (subject_type = 'user' AND subject_id = :user_id))
       AND (:q::text IS NULL OR position(lower(:q) IN lower(recipient)) > 0)`
  const { status = null, template = null, user_id = null, q = null } = filters
  const values = { status, template, user_id, q }
  const { rows: emails } = await db.raw(
    `SELECT id, template, recipient, subject_type, subject_id, status, attempts,
       CASE WHEN status = 'pending' THEN next_attempt_at END AS next_attempt_at, sent_at, last_error, created_at
     ${matching} ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset`,
    { ...values, limit, offset }
  )
  const { rows: counts } = await db.raw(`SELECT count(*)::int AS count ${matching}`, values)
  return { emails, count: counts[0].count }
}

/** How many of the emails that {@link listEmails} lists wait for an attempt, and how many were given up. */
export async function countUnsentEmails(
  db: Knex
): Promise<Record<typeof DeliveryStatus.PENDING | typeof DeliveryStatus.FAILED, number>> {
  const { rows } = await db.raw(
    `SELECT count(*) FILTER (WHERE status = 'pending')::int AS pending,
       count(*) FILTER (WHERE status = 'failed')::int AS failed
     FROM email_delivery WHERE status IN ('pending', 'failed') AND deleted_at IS NULL`
  )
  return rows[0]
}
