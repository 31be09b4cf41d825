import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { History } from "../domain/admission"
import { EMAIL_EVENT_TYPES, LifecycleEventType } from "../domain/lifecycle-event"
import { UserRow } from "./users"

/*
 * Who somebody was before. The user table knows the email that a person has now; the ledger remembers every email and
 * login that was theirs, also of people whose user row was erased.
 */

/** Where people are found whose email it is, or was. @param email a piece of SQL: an email, normalized */
const tracesOfEmail = (email: string) => [
  `SELECT user_id FROM lifecycle_event
   WHERE user_lifecycle_normalize_email(email) = ${email} AND user_id IS NOT NULL`,
  `SELECT user_id FROM lifecycle_event
   WHERE user_lifecycle_normalize_email(data->>'former_email') = ${email} AND data->>'former_email' IS NOT NULL`,
  `SELECT id FROM "user" WHERE user_lifecycle_normalize_email(email) = ${email}`,
]

const holdersOfEmail = (email: string) => tracesOfEmail(email).join(" UNION ")

/** People who were offboarded with this login, or whose it became. @param logins a piece of SQL: it, as the only one of a JSON array */
const holdersOfLogin = (logins: string) => `
  SELECT user_id FROM lifecycle_event WHERE data->'logins' @> ${logins}`

/** Whether the entry `e` is that of an undo which left the whole person as they were. */
export const UNDID_NOTHING = "(e.data->'kept'->>'person') IS NOT NULL"

/** An email may be on its way, or be tried again, for long after somebody is gone. */
const EMAIL_TYPES = EMAIL_EVENT_TYPES.map((type) => `'${type}'`).join(", ")

const IS_SIGN_OF_LIFE = `e.data->>'was_deleted_before' IS DISTINCT FROM 'true' AND e.type NOT IN (${EMAIL_TYPES})`

/**
 * When the ledger last heard of a person `p` as a user (`alive_at`). An entry about somebody who was gone by then tells
 * nothing of it, nor does one about an email, unless there is no other (`at`).
 */
const LAST_HEARD_OF = `
  SELECT
    max(e.created_at) FILTER (WHERE ${IS_SIGN_OF_LIFE}) AS alive_at,
    coalesce(max(e.created_at) FILTER (WHERE ${IS_SIGN_OF_LIFE}), max(e.created_at)) AS at,
    bool_or(e.type = 'user_provision_reverted' AND NOT ${UNDID_NOTHING}) AND NOT bool_or(e.type = 'user_offboarded') AS is_undone
  FROM lifecycle_event e
  WHERE e.user_id = p.user_id AND e.deleted_at IS NULL`

/** Whether a person's password was changed by whatever has committed, and began at an instant or later. */
export async function hasPasswordChangedSince(
  db: Knex,
  userId: string,
  since: Date
): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT EXISTS (
       SELECT 1 FROM lifecycle_event
       WHERE user_id = ? AND type = '${LifecycleEventType.USER_PASSWORD_CHANGED}' AND created_at >= ? AND deleted_at IS NULL
     ) AS has_changed`,
    [userId, since]
  )
  return rows[0].has_changed
}

/** The last email that was a person's, by the ledger. `userId` is a piece of SQL. */
export const lastEmailOf = (userId: string) => `
  SELECT e.email
  FROM lifecycle_event e
  WHERE e.user_id = ${userId} AND e.email IS NOT NULL AND e.deleted_at IS NULL
    AND e.type NOT IN (${EMAIL_TYPES})
  ORDER BY e.sequence DESC LIMIT 1`

/**
 * What became of some people. Whose provision was undone was never one.
 *
 * `OFFSET 0` has each of them looked up. PostgreSQL can't know how few they are, and would read all users of the database instead.
 */
const historyOf = (holders: string) => `
  SELECT
    coalesce(bool_or(
      u.deleted_at IS NULL AND a.status = 'suspended' AND (a.until IS NULL OR a.until > clock_timestamp())
    ), false) AS is_suspended,
    max(coalesce(greatest(u.deleted_at, heard.alive_at), heard.at, a.updated_at)) FILTER (
      WHERE (u.id IS NULL AND NOT coalesce(heard.is_undone, false))
        OR u.deleted_at IS NOT NULL OR a.status = 'offboarded'
    ) AS gone_at
  FROM (${holders}) p
  LEFT JOIN LATERAL (SELECT id, deleted_at FROM "user" WHERE id = p.user_id OFFSET 0) u ON true
  LEFT JOIN LATERAL (
    SELECT status, until, updated_at FROM user_access WHERE user_id = p.user_id AND deleted_at IS NULL OFFSET 0
  ) a ON true
  CROSS JOIN LATERAL (${LAST_HEARD_OF}) heard`

/** What became of everybody who ever had an email. */
export async function findHistoryOfEmail(db: Knex, normalizedEmail: string): Promise<History> {
  const { rows } = await db.raw(historyOf(holdersOfEmail(":email")), { email: normalizedEmail })
  return rows[0]
}

/**
 * When somebody went for the last time who had an email, or a login (`gone_at`); no row where nobody did, or somebody was invited to
 * the email since.
 *
 * @param email a piece of SQL: the email, normalized
 * @param login a piece of SQL: the login as JSON, if there is one
 */
export const goneBefore = (email: string, login: string) => `
  SELECT gone.gone_at FROM (
    SELECT greatest(by_email.gone_at, by_login.gone_at) AS gone_at
    FROM (${historyOf(holdersOfEmail(email))}) by_email
    CROSS JOIN (${historyOf(holdersOfLogin(`jsonb_build_array(${login})`))}) by_login
  ) gone
  WHERE gone.gone_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM invite i
    WHERE user_lifecycle_normalize_email(i.email) = ${email} AND NOT i.accepted AND i.deleted_at IS NULL
      AND i.expires_at > clock_timestamp() AND i.updated_at > gone.gone_at
  )`

/**
 * Whether anybody ever had an email, or a login: what is cheap to ask of very many, most of whom nobody has heard of.
 *
 * @param email a piece of SQL: the email, normalized
 * @param login a piece of SQL: the login as JSON, if there is one
 */
export const isHeardOf = (email: string, login: string) =>
  [...tracesOfEmail(email), holdersOfLogin(`jsonb_build_array(${login})`)]
    .map((trace) => `EXISTS (${trace})`)
    .join(" OR ")

/**
 * Who of some people, who are no users now, was one before, by their email or login: when they went.
 *
 * Users are counted, since PostgreSQL would read all of them once for `NOT EXISTS`.
 */
export async function findReturning(
  db: Knex,
  people: { email: string; auth: { provider: string; entity_id: string } | null }[]
): Promise<Map<string, Date>> {
  const { rows } = await db.raw(
    `SELECT asked.email, gone.gone_at
     FROM jsonb_to_recordset(?::jsonb) asked (email text, auth jsonb)
     CROSS JOIN LATERAL (${goneBefore("asked.email", "asked.auth")}) gone
     WHERE (
       SELECT count(*) FROM "user" u
       WHERE user_lifecycle_normalize_email(u.email) = asked.email AND u.deleted_at IS NULL
     ) = 0`,
    [JSON.stringify(people)]
  )
  return new Map(rows.map((row: { email: string; gone_at: Date }) => [row.email, row.gone_at]))
}

/** What became of everybody who ever had a login, as far as the plugin saw it linked or taken away. */
export async function findHistoryOfLogin(
  db: Knex,
  login: { provider: string; entity_id: string }
): Promise<History> {
  const { provider, entity_id } = login
  const { rows } = await db.raw(historyOf(holdersOfLogin("?::jsonb")), [
    JSON.stringify([{ provider, entity_id }]),
  ])
  return rows[0]
}

/**
 * Somebody whose user row is gone, as the ledger remembers them: deleted when it last heard of them. `undefined` if it
 * knows nobody by this id.
 */
export async function findErasedUser(db: Knex, userId: string): Promise<UserRow | undefined> {
  const { rows } = await db.raw(
    `SELECT p.user_id AS id, known.email, heard.at AS created_at, heard.at AS deleted_at
     FROM (SELECT ?::text AS user_id) p
     CROSS JOIN LATERAL (${lastEmailOf("p.user_id")}) known
     CROSS JOIN LATERAL (${LAST_HEARD_OF}) heard
     WHERE NOT heard.is_undone`,
    [userId]
  )
  return rows[0]
}
