import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { USER_PASSWORD_SQL } from "./identities"

export type UserRow = { id: string; email: string; deleted_at: Date | null }

/** The living user with an email, whatever case it is stored in. */
export async function findLivingUserByEmail(
  db: Knex,
  normalizedEmail: string
): Promise<UserRow | undefined> {
  const { rows } = await db.raw(
    `SELECT id, email, deleted_at FROM "user" WHERE user_lifecycle_normalize_email(email) = ? AND deleted_at IS NULL LIMIT 1`,
    [normalizedEmail]
  )
  return rows[0]
}

/** A user, living or deleted, whose row nobody else changes until the transaction ends. */
export async function lockUser(
  knex: Knex.Transaction,
  userId: string
): Promise<UserRow | undefined> {
  const { rows } = await knex.raw(
    `SELECT id, email, deleted_at FROM "user" WHERE id = ? FOR UPDATE`,
    [userId]
  )
  return rows[0]
}

/** A user's row as it is now, without a lock. */
export async function findUser(db: Knex, userId: string): Promise<UserRow | undefined> {
  const { rows } = await db.raw(`SELECT id, email, deleted_at FROM "user" WHERE id = ?`, [userId])
  return rows[0]
}

/**
 * The living user whose password login has this entity id and no password yet.
 */
export async function findUserAwaitingPassword(
  db: Knex,
  entityId: string
): Promise<UserRow | undefined> {
  const { rows } = await db.raw(
    `SELECT u.id, u.email, u.deleted_at
     FROM provider_identity p
     JOIN auth_identity i ON i.id = p.auth_identity_id
     JOIN "user" u ON u.id = i.app_metadata->>'user_id'
     WHERE p.provider = 'emailpass' AND p.entity_id = ? AND u.deleted_at IS NULL
       AND ${USER_PASSWORD_SQL} IS NULL`,
    [entityId]
  )
  return rows[0]
}

/**
 * Whether an email was a user's who is gone, is nobody's now, and has no pending invite. A user whom Medusa deleted
 * without the plugin counts as well.
 */
export async function isOffboardedEmail(db: Knex, normalizedEmail: string): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT count(*) > 0 AND count(*) FILTER (WHERE deleted_at IS NULL) = 0
       AND NOT EXISTS (
         SELECT 1 FROM invite
         WHERE user_lifecycle_normalize_email(email) = ? AND accepted = false AND deleted_at IS NULL
           AND expires_at > now()
       ) AS is_offboarded
     FROM "user" WHERE user_lifecycle_normalize_email(email) = ?`,
    [normalizedEmail, normalizedEmail]
  )
  return rows[0].is_offboarded
}
