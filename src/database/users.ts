import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { isShared } from "../domain/identity"
import { IS_USABLE, USER_PASSWORD_SQL } from "./identities"
import { lockActing, lockActingShared } from "./locks"

export type UserRow = { id: string; email: string; created_at: Date; deleted_at: Date | null }

/** The living user with an email, whatever case it is stored in. */
export async function findLivingUserByEmail(
  db: Knex,
  normalizedEmail: string
): Promise<UserRow | undefined> {
  const { rows } = await db.raw(
    `SELECT id, email, created_at, deleted_at FROM "user" WHERE user_lifecycle_normalize_email(email) = ? AND deleted_at IS NULL LIMIT 1`,
    [normalizedEmail]
  )
  return rows[0]
}

/** Everybody who is a user now. */
export async function listLivingUsers(db: Knex): Promise<{ user_id: string; email: string }[]> {
  const { rows } = await db.raw(
    `SELECT id AS user_id, email FROM "user" WHERE deleted_at IS NULL ORDER BY id`
  )
  return rows
}

/** A user, living or deleted, whose row nobody else changes until the transaction ends. */
export async function lockUser(
  knex: Knex.Transaction,
  userId: string
): Promise<UserRow | undefined> {
  const { rows } = await knex.raw(
    `SELECT id, email, created_at, deleted_at FROM "user" WHERE id = ? FOR UPDATE`,
    [userId]
  )
  return rows[0]
}

/** The same where nothing is changed: others may look at the same time, and only who changes the user waits. */
export async function lockUserShared(
  knex: Knex.Transaction,
  userId: string
): Promise<UserRow | undefined> {
  await lockActingShared(knex, userId)
  const { rows } = await knex.raw(
    `SELECT id, email, created_at, deleted_at FROM "user" WHERE id = ? FOR SHARE`,
    [userId]
  )
  return rows[0]
}

/** Bars the living user with an email from acting, if there is one (see `lockActing`): people are locked before their emails. */
export async function lockHolderOfEmail(
  knex: Knex.Transaction,
  normalizedEmail: string
): Promise<void> {
  const holder = await findLivingUserByEmail(knex, normalizedEmail)
  if (holder) {
    await lockActing(knex, holder.id)
  }
}

/** A user's row as it is now, without a lock. */
export async function findUser(db: Knex, userId: string): Promise<UserRow | undefined> {
  const { rows } = await db.raw(
    `SELECT id, email, created_at, deleted_at FROM "user" WHERE id = ?`,
    [userId]
  )
  return rows[0]
}

/** The password login that a user can use, if they have one alone. */
export async function findPasswordLoginOfUser(
  db: Knex,
  userId: string
): Promise<{ entity_id: string } | undefined> {
  const { rows } = await db.raw(
    `SELECT p.entity_id FROM provider_identity p JOIN auth_identity i ON i.id = p.auth_identity_id
     WHERE p.provider = 'emailpass' AND i.app_metadata->>'user_id' = ? AND ${IS_USABLE}`,
    [userId]
  )
  return rows.length === 1 ? rows[0] : undefined
}

export type UserOfPasswordLogin = UserRow & { has_password: boolean; is_shared: boolean }

/**
 * The living user whose password login has this entity id, whether they have set a password, and whether the login is also
 * another actor's, such as a customer's.
 */
export async function findUserOfPasswordLogin(
  db: Knex,
  entityId: string
): Promise<UserOfPasswordLogin | undefined> {
  const { rows } = await db.raw(
    `SELECT u.id, u.email, u.created_at, u.deleted_at, ${USER_PASSWORD_SQL} IS NOT NULL AS has_password,
       i.app_metadata
     FROM provider_identity p
     JOIN auth_identity i ON i.id = p.auth_identity_id
     JOIN "user" u ON u.id = i.app_metadata->>'user_id'
     WHERE p.provider = 'emailpass' AND p.entity_id = ? AND u.deleted_at IS NULL AND ${IS_USABLE}`,
    [entityId]
  )
  if (!rows.length) {
    return undefined
  }
  const { app_metadata, ...user } = rows[0]
  return { ...user, is_shared: isShared(app_metadata) }
}
