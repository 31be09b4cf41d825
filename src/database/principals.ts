import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Principal } from "../domain/access"
import { USER_PASSWORD_SQL } from "./identities"

const SELECT_PRINCIPAL = `
  SELECT u.id AS user_id, u.deleted_at IS NULL AS is_living_user, a.status, a.tokens_valid_after,
    a.created_at AS known_since
  FROM "user" u
  LEFT JOIN user_access a ON a.user_id = u.id AND a.deleted_at IS NULL`

/** What the guard has to know of a person, in one query; `undefined` if no user row has this id. */
export async function findPrincipal(db: Knex, userId: string): Promise<Principal | undefined> {
  const { rows } = await db.raw(`${SELECT_PRINCIPAL} WHERE u.id = ?`, [userId])
  return rows[0]
}

/** The same for the person whom a login belongs to now; `undefined` if to nobody. */
export async function findPrincipalOfIdentity(
  db: Knex,
  authIdentityId: string
): Promise<Principal | undefined> {
  const { rows } = await db.raw(
    `${SELECT_PRINCIPAL} JOIN auth_identity i ON i.app_metadata->>'user_id' = u.id WHERE i.id = ?`,
    [authIdentityId]
  )
  return rows[0]
}

/**
 * The person behind an API key. A key that was made with another key leads to that key's creator, and so on, so that
 * nobody hides behind a chain of keys; `undefined` if the key does not exist or no user made it.
 */
export async function findApiKeyOwner(db: Knex, apiKeyId: string): Promise<string | undefined> {
  const { rows } = await db.raw(
    `WITH RECURSIVE chain AS (
       SELECT id, created_by FROM api_key WHERE id = ?
       UNION
       SELECT k.id, k.created_by FROM api_key k JOIN chain c ON k.id = c.created_by
     )
     SELECT u.id FROM chain c JOIN "user" u ON u.id = c.created_by LIMIT 1`,
    [apiKeyId]
  )
  return rows[0]?.id
}

/** Whether an API key can be used now. */
export async function isApiKeyUsable(db: Knex, apiKeyId: string): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT 1 FROM api_key
     WHERE id = ? AND deleted_at IS NULL AND (revoked_at IS NULL OR revoked_at > now())`,
    [apiKeyId]
  )
  return rows.length > 0
}

/**
 * How many admins other than one can log in now: living, active, and with at least one way in. An emailpass identity
 * whose password has not been set yet is no way in.
 */
export async function countOtherActiveAdmins(db: Knex, userId: string): Promise<number> {
  const { rows } = await db.raw(
    `SELECT count(*)::int AS count
     FROM "user" u
     LEFT JOIN user_access a ON a.user_id = u.id AND a.deleted_at IS NULL
     WHERE u.deleted_at IS NULL AND u.id <> ? AND (a.status IS NULL OR a.status = 'active')
       AND EXISTS (
         SELECT 1
         FROM auth_identity i
         JOIN provider_identity p ON p.auth_identity_id = i.id
         WHERE i.app_metadata->>'user_id' = u.id AND i.deleted_at IS NULL AND p.deleted_at IS NULL
           AND (p.provider <> 'emailpass' OR ${USER_PASSWORD_SQL} IS NOT NULL)
       )`,
    [userId]
  )
  return rows[0].count
}
