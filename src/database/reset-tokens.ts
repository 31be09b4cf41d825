import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { generateEntityId, MedusaError } from "@medusajs/framework/utils"
import { LifecycleEventType } from "../domain/lifecycle-event"
import { captureRows, RowImage } from "./row-images"

/*
 * A revocation removes the password reset tokens that were sent, and does not rely on their dates alone: one that is being made at
 * that moment is not there yet.
 */

/** As much as an instance's clock, by which Medusa (2.21) dates tokens, may differ; and the least time between two of another actor's. */
const KEPT_SECONDS = 60

/**
 * Whether a password login that an admin shares with another actor has to keep the reset token that it has, where one for that actor
 * is asked for: the next one makes it useless (Medusa 2.21). So it is while a link that the admin was sent works, or is on its way,
 * and in the first minute of any: else somebody who asks again and again would meet the one that is being made.
 *
 * A token that is there was made for an email that left after it, or, later than all of them, for the other actor.
 */
export async function keepsResetToken(
  db: Knex,
  { user_id, entity_id, templates }: { user_id: string; entity_id: string; templates: string[] }
): Promise<boolean> {
  const { rows } = await db.raw(
    `WITH email AS (
       SELECT status, sent_at FROM email_delivery
       WHERE subject_type = 'user' AND subject_id = :user_id AND template = ANY (:templates) AND deleted_at IS NULL
     )
     SELECT EXISTS (SELECT 1 FROM email WHERE status = 'pending') OR EXISTS (
       SELECT 1 FROM auth_password_reset_token t JOIN provider_identity p ON p.id = t.provider_identity_id
       WHERE p.provider = 'emailpass' AND p.entity_id = :entity_id AND t.deleted_at IS NULL
         AND t.expires_at > clock_timestamp()
         AND (
           t.created_at > clock_timestamp() - make_interval(secs => :kept_seconds)
           OR t.created_at <= (SELECT max(sent_at) FROM email) + make_interval(secs => :kept_seconds)
         )
     ) AS keeps`,
    { user_id, entity_id, templates, kept_seconds: KEPT_SECONDS }
  )
  return rows[0].keeps
}

/** When a password reset token was made, by the clock of the database; `undefined` if it is used, removed, or none. */
export async function readResetTokenDate(db: Knex, tokenHash: string): Promise<Date | undefined> {
  const { rows } = await db.raw(
    // A millisecond later, since dates of JavaScript know no fraction of one.
    "SELECT created_at + interval '1 ms' AS made_at FROM auth_password_reset_token WHERE token_hash = ?",
    [tokenHash]
  )
  return rows[0]?.made_at
}

/**
 * Stores password reset tokens as Medusa's Auth Module does (2.21), and ends those that the logins had before.
 *
 * @throws MedusaError `unexpected_state` where one of the names is no password login's
 */
export async function storeResetTokens(
  knex: Knex.Transaction,
  tokens: { entity_id: string; token_hash: string }[],
  ttlSeconds: number
): Promise<void> {
  const rows = tokens.map((token) => ({ id: generateEntityId(undefined, "authprt"), ...token }))
  const { rowCount } = await knex.raw(
    `WITH login AS (
       SELECT t.id, t.token_hash, p.entity_id, p.id AS provider_identity_id, p.auth_identity_id
       FROM jsonb_to_recordset(:rows::jsonb) AS t (id text, entity_id text, token_hash text)
       JOIN provider_identity p ON p.entity_id = t.entity_id AND p.provider = 'emailpass' AND p.deleted_at IS NULL
     ), former AS (
       DELETE FROM auth_password_reset_token f USING login WHERE f.provider_identity_id = login.provider_identity_id
     )
     INSERT INTO auth_password_reset_token (id, auth_identity_id, provider_identity_id, entity_id, token_hash, expires_at)
     SELECT id, auth_identity_id, provider_identity_id, entity_id, token_hash, clock_timestamp() + make_interval(secs => :ttlSeconds)
     FROM login`,
    { rows: JSON.stringify(rows), ttlSeconds }
  )
  if (rowCount !== tokens.length) {
    throw new MedusaError(
      MedusaError.Types.UNEXPECTED_STATE,
      `Of ${tokens.length} logins, ${rowCount} are there.`
    )
  }
}

/** The login that a password reset token is for; `undefined` if it is used, over, removed, or none. */
export async function findLoginOfResetToken(
  db: Knex,
  tokenHash: string
): Promise<
  | {
      auth_identity_id: string
      provider_identity_id: string
      provider: string
      entity_id: string
      /** Of the admin whose login it is; `null` if it is none's. */
      user_id: string | null
    }
  | undefined
> {
  const { rows } = await db.raw(
    `SELECT i.id AS auth_identity_id, p.id AS provider_identity_id, p.provider, p.entity_id, i.app_metadata->>'user_id' AS user_id
     FROM auth_password_reset_token t
     JOIN provider_identity p ON p.id = t.provider_identity_id
     JOIN auth_identity i ON i.id = p.auth_identity_id
     WHERE t.token_hash = ? AND t.deleted_at IS NULL AND t.expires_at > clock_timestamp()`,
    [tokenHash]
  )
  return rows[0]
}

/**
 * Uses a password reset token up, once.
 *
 * @returns the API key with which it was asked for, if it was with one; `undefined` if it is there no more
 */
export async function takeResetToken(
  knex: Knex.Transaction,
  tokenHash: string
): Promise<{ api_key_id: string | null } | undefined> {
  const { rows } = await knex.raw(
    `WITH taken AS (
       DELETE FROM auth_password_reset_token WHERE token_hash = ? AND deleted_at IS NULL RETURNING id, auth_identity_id
     )
     SELECT (
       SELECT e.actor_id FROM auth_identity i JOIN lifecycle_event e ON e.user_id = i.app_metadata->>'user_id'
       WHERE i.id = taken.auth_identity_id AND e.type = '${LifecycleEventType.USER_PASSWORD_RESET_REQUESTED}'
         AND e.data->>'reset_token_id' = taken.id AND e.actor_type = 'api-key' AND e.deleted_at IS NULL
     ) AS api_key_id FROM taken`,
    [tokenHash]
  )
  return rows[0]
}

/** How many password reset tokens exist for these identities. */
export async function countResetTokens(
  knex: Knex.Transaction,
  authIdentityIds: string[]
): Promise<number> {
  const { rows } = await knex.raw(
    "SELECT count(*)::int AS count FROM auth_password_reset_token WHERE auth_identity_id = ANY (?)",
    [authIdentityIds]
  )
  return rows[0].count
}

/**
 * SQL for the ids of password reset tokens `t`, in one order, and locked, so that whoever removes others at the same moment waits, and does
 * not deadlock.
 */
const lockedResetTokens = (condition: string): string => `
  SELECT t.id FROM auth_password_reset_token t
  WHERE t.deleted_at IS NULL AND (${condition}) ORDER BY t.id FOR UPDATE`

/** Of a person's logins. PostgreSQL reads arrays of ids by index, where it would join, or hash, all identities that there are. */
const sentTo = (userId: string): string => `
  t.auth_identity_id = ANY (ARRAY(SELECT i.id FROM auth_identity i WHERE i.app_metadata->>'user_id' = ${userId}))`

/**
 * Those that admins have asked for, for themself or for others, as the ledger's entry `e` of it says. Whoever asks gets
 * the token as an answer (`POST /admin/users/:id/reset-password`), and would keep it when what let them ask has ended.
 */
const askedFor = (condition: string): string => `
  t.id = ANY (ARRAY(
    SELECT e.data->>'reset_token_id' FROM lifecycle_event e
    WHERE e.type = '${LifecycleEventType.USER_PASSWORD_RESET_REQUESTED}' AND ${condition}
  ))`

/** SQL for the tokens that a person was sent, or has asked for. @param userId SQL for their id */
export const lockedResetTokensOf = (userId: string): string =>
  lockedResetTokens(`${sentTo(userId)} OR ${askedFor(`e.data->>'asked_by' = ${userId}`)}`)

/** SQL for the tokens that a person has asked for. @param userId SQL for their id */
export const lockedResetTokensAskedForBy = (userId: string): string =>
  lockedResetTokens(askedFor(`e.data->>'asked_by' = ${userId}`))

/** SQL for the tokens that were asked for with an API key. @param apiKeyId SQL for its id */
export const lockedResetTokensAskedForWith = (apiKeyId: string): string =>
  lockedResetTokens(
    askedFor(`e.actor_type = 'api-key' AND e.actor_id = ${apiKeyId} AND e.deleted_at IS NULL`)
  )

/**
 * Makes the password reset tokens of a person useless: see {@link lockedResetTokensOf}. Whoever makes one holds `lockAccessShared` of
 * whoever asks for it, and whoever calls this `lockAccess` or `lockActing`, so none is missed.
 *
 * @returns what was removed
 */
export async function removeResetTokens(
  knex: Knex.Transaction,
  userId: string
): Promise<RowImage[]> {
  const { rows } = await knex.raw(lockedResetTokensOf(":userId"), { userId })
  const ids = rows.map(({ id }: { id: string }) => id)
  const images = await captureRows(knex, "auth_password_reset_token", "id", ids)
  await knex.raw("DELETE FROM auth_password_reset_token WHERE id = ANY (?)", [ids])
  return images
}

export async function removeResetToken(knex: Knex.Transaction, tokenHash: string): Promise<void> {
  await knex.raw("DELETE FROM auth_password_reset_token WHERE token_hash = ?", [tokenHash])
}

/** Makes the links useless that any admin was sent, also those to set a first password. */
export async function removeResetTokensOfAll(knex: Knex.Transaction): Promise<void> {
  await knex.raw(
    `DELETE FROM auth_password_reset_token t USING auth_identity i
     WHERE i.id = t.auth_identity_id AND i.app_metadata->>'user_id' IS NOT NULL`
  )
}
