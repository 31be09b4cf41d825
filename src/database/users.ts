import { Knex } from "@medusajs/framework/mikro-orm/knex"

export type UserRow = { id: string; email: string; deleted_at: Date | null }

/** The living user with an email, whatever case it is stored in. */
export async function findLivingUserByEmail(
  db: Knex,
  normalizedEmail: string
): Promise<UserRow | undefined> {
  const { rows } = await db.raw(
    `SELECT id, email, deleted_at FROM "user" WHERE lower(btrim(email)) = ? AND deleted_at IS NULL LIMIT 1`,
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
 * The living user whose password login has this entity id and no password yet. The password of the admin login is the
 * plugin's own where the login is shared with a customer: see `USER_PASSWORD_KEY`.
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
       AND CASE WHEN jsonb_exists(p.provider_metadata, 'user_lifecycle_password')
         THEN p.provider_metadata->>'user_lifecycle_password'
         ELSE p.provider_metadata->>'password' END IS NULL`,
    [entityId]
  )
  return rows[0]
}
