import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { isNobodys, isShared, USER_PASSWORD_KEY, VOUCHED_BY_KEY } from "../domain/identity"

/**
 * SQL for the password of the admin login, given the SQL for its `provider_metadata`: the plugin's own where the login
 * is shared with a customer (see `USER_PASSWORD_KEY`), else the provider's. `NULL` where it has yet to be set.
 */
export const userPasswordSql = (metadata: string) => `
  CASE WHEN jsonb_exists(${metadata}, '${USER_PASSWORD_KEY}')
    THEN ${metadata}->>'${USER_PASSWORD_KEY}'
    ELSE ${metadata}->>'password' END`

/** The same for a `provider_identity p`. */
export const USER_PASSWORD_SQL = userPasswordSql("p.provider_metadata")

/** The hash of the password that an admin logs in with; `null` where there is none, or the login is gone. */
export async function readPasswordHash(
  db: Knex,
  providerIdentityId: string
): Promise<string | null> {
  const { rows } = await db.raw(
    `SELECT ${USER_PASSWORD_SQL} AS password_hash FROM provider_identity p WHERE p.id = ? AND p.deleted_at IS NULL`,
    [providerIdentityId]
  )
  return rows[0]?.password_hash ?? null
}

/**
 * Gives the admin whose login it is a password of their own, beside a customer's, which stays as it is by then.
 *
 * @param hash `null` where they have yet to set one
 * @param key under which it is kept
 */
export async function storeUserPassword(
  db: Knex,
  providerIdentityId: string,
  hash: unknown,
  key = USER_PASSWORD_KEY
): Promise<void> {
  await db.raw(
    `UPDATE provider_identity
     SET provider_metadata = jsonb_set(coalesce(provider_metadata, '{}'), ARRAY[?], ?::jsonb)
     WHERE id = ?`,
    [key, JSON.stringify(hash), providerIdentityId]
  )
}

/** Keeps one login, and the identity that it opens, from changing until the transaction ends. */
export async function lockLogin(
  knex: Knex.Transaction,
  login: { auth_identity_id: string; provider_identity_id: string }
): Promise<void> {
  await knex.raw("SELECT 1 FROM auth_identity WHERE id = ? FOR UPDATE", [login.auth_identity_id])
  await knex.raw("SELECT 1 FROM provider_identity WHERE id = ? FOR UPDATE", [
    login.provider_identity_id,
  ])
}

/** A login: one provider's identity, and the auth identity that it opens. */
export type LoginRow = {
  auth_identity_id: string
  provider_identity_id: string
  provider: string
  entity_id: string
  app_metadata: Record<string, unknown> | null
  provider_metadata: Record<string, unknown> | null
  /** Whether the user that `app_metadata.user_id` names exists and is not deleted. */
  is_living_user: boolean
  /** Nobody gets in by it, see {@link IS_USABLE}, and it has its name all the same: a name is one row's, deleted or not (Medusa 2.21). */
  is_deleted: boolean
}

/**
 * Whether an identity `i` and its login `p` can be used. Medusa (2.21) marks rows as deleted, with `softDeleteAuthIdentities` and
 * `softDeleteProviderIdentities`, and finds neither of them then, so that nobody logs in.
 */
export const IS_USABLE = "i.deleted_at IS NULL AND p.deleted_at IS NULL"

/** SQL for the actors that an identity `i` logs in, each as a `key` and a `value`. Other code can have stored any JSON there. */
export const ACTORS = `
  jsonb_each(CASE WHEN jsonb_typeof(i.app_metadata) = 'object' THEN i.app_metadata ELSE '{}' END) actor`

/** Whether no actor of any type logs in with an identity `i`: a leftover, or what a stranger registered. */
export const IS_NOBODYS = `
  NOT EXISTS (
    SELECT 1 FROM ${ACTORS}
    WHERE actor.key LIKE '%\\_id' AND actor.value <> 'null' AND actor.value <> '""'
  )`

const SELECT_LOGINS = `
  SELECT i.id AS auth_identity_id, p.id AS provider_identity_id, p.provider, p.entity_id, i.app_metadata,
    p.provider_metadata,
    coalesce(
      (SELECT u.deleted_at IS NULL FROM "user" u WHERE u.id = i.app_metadata->>'user_id'), false
    ) AS is_living_user,
    NOT (${IS_USABLE}) AS is_deleted
  FROM provider_identity p
  JOIN auth_identity i ON i.id = p.auth_identity_id`

/** Emailpass logins with an email, deleted or not, whatever case they were registered in: Medusa tells `Bob@` from `bob@`. */
export async function lockPasswordLogins(
  knex: Knex.Transaction,
  normalizedEmail: string
): Promise<LoginRow[]> {
  const { rows } = await knex.raw(
    `${SELECT_LOGINS}
     WHERE p.provider = 'emailpass' AND user_lifecycle_normalize_email(p.entity_id) = ?
     ORDER BY p.entity_id <> ?, p.created_at
     FOR UPDATE OF i, p`,
    [normalizedEmail, normalizedEmail]
  )
  return rows
}

/** The emailpass logins that a user can use, whatever they are called. */
export async function lockPasswordLoginsOfUser(
  knex: Knex.Transaction,
  userId: string
): Promise<LoginRow[]> {
  const { rows } = await knex.raw(
    `${SELECT_LOGINS}
     WHERE p.provider = 'emailpass' AND i.app_metadata->>'user_id' = ? AND ${IS_USABLE}
     ORDER BY p.created_at
     FOR UPDATE OF i, p`,
    [userId]
  )
  return rows
}

/** The login of one provider with exactly this entity id, deleted or not. */
export async function lockProviderLogins(
  knex: Knex.Transaction,
  provider: string,
  entityId: string
): Promise<LoginRow[]> {
  const { rows } = await knex.raw(
    `${SELECT_LOGINS} WHERE p.provider = ? AND p.entity_id = ? FOR UPDATE OF i, p`,
    [provider, entityId]
  )
  return rows
}

/**
 * Makes room for logins with the names of some that are deleted. An identity goes with its last login, unless another actor, such as
 * a customer, has it.
 */
export async function removeDeletedLogins(
  knex: Knex.Transaction,
  logins: LoginRow[]
): Promise<void> {
  await knex.raw("DELETE FROM provider_identity WHERE id = ANY (?)", [
    logins.map(({ provider_identity_id }) => provider_identity_id),
  ])
  await knex.raw(
    `DELETE FROM auth_identity i
     WHERE i.id = ANY (?) AND NOT EXISTS (SELECT 1 FROM provider_identity p WHERE p.auth_identity_id = i.id)`,
    [
      logins
        .filter(({ app_metadata }) => !isShared(app_metadata))
        .map(({ auth_identity_id }) => auth_identity_id),
    ]
  )
}

/**
 * Of some names of logins, those that a login has, deleted or not: of passwords in any case, of other providers exactly. Without a lock, so
 * that whoever registers one meanwhile is met by the uniqueness of names.
 */
export async function findTakenLoginNames(
  db: Knex,
  names: { provider: string; entity_id: string }[]
): Promise<{ provider: string; entity_id: string }[]> {
  const { rows } = await db.raw(
    `SELECT 'emailpass' AS provider, user_lifecycle_normalize_email(p.entity_id) AS entity_id
     FROM provider_identity p
     WHERE p.provider = 'emailpass' AND user_lifecycle_normalize_email(p.entity_id) = ANY (:emails)
     UNION ALL
     SELECT p.provider, p.entity_id FROM provider_identity p
     JOIN jsonb_to_recordset(:others::jsonb) AS n (provider text, entity_id text)
       ON p.entity_id = n.entity_id AND p.provider = n.provider`,
    {
      emails: names.flatMap(({ provider, entity_id }) =>
        provider === "emailpass" ? [entity_id] : []
      ),
      others: JSON.stringify(names.filter(({ provider }) => provider !== "emailpass")),
    }
  )
  return rows
}

export type IdentityRow = {
  id: string
  app_metadata: Record<string, unknown> | null
  providers: { provider: string; entity_id: string }[]
}

const providersOfIdentity = (condition: string) => `
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('provider', p.provider, 'entity_id', p.entity_id) ORDER BY p.provider)
    FROM provider_identity p WHERE p.auth_identity_id = i.id AND ${condition}
  ), '[]') AS providers`

const USABLE_PROVIDERS = providersOfIdentity("p.deleted_at IS NULL")

/**
 * An auth identity that is not deleted, which nobody else changes, or links, until the transaction ends. Not shared also for who only reads it: locks
 * that are, one after the other, go before whoever waits to change it.
 */
export async function lockIdentity(
  knex: Knex.Transaction,
  authIdentityId: string
): Promise<IdentityRow | undefined> {
  const { rows } = await knex.raw(
    `SELECT i.id, i.app_metadata, i.deleted_at, ${USABLE_PROVIDERS} FROM auth_identity i WHERE i.id = ? FOR UPDATE OF i`,
    [authIdentityId]
  )
  if (!rows.length || rows[0].deleted_at) {
    return undefined
  }
  const { id, app_metadata, providers } = rows[0]
  return { id, app_metadata, providers }
}

/** Keeps identities and all their logins from changing until the transaction ends: a user's, and those with these ids. */
export async function lockIdentitiesAndLogins(
  knex: Knex.Transaction,
  userId: string,
  authIdentityIds: string[]
): Promise<void> {
  const { rows } = await knex.raw(
    "SELECT i.id FROM auth_identity i WHERE i.app_metadata->>'user_id' = ? OR i.id = ANY (?) ORDER BY i.id FOR UPDATE",
    [userId, authIdentityIds]
  )
  await knex.raw(
    "SELECT 1 FROM provider_identity p WHERE p.auth_identity_id = ANY (?) ORDER BY p.id FOR UPDATE",
    [rows.map(({ id }: { id: string }) => id)]
  )
}

/**
 * The id of the living user whose login at a provider this is, and who can use it.
 *
 * @param entity_id of a password, a normalized email, which finds it in any case
 */
export async function findUserOfLogin(
  db: Knex,
  { provider, entity_id }: { provider: string; entity_id: string }
): Promise<string | undefined> {
  const isNamed =
    provider === "emailpass"
      ? "p.provider = 'emailpass' AND user_lifecycle_normalize_email(p.entity_id) = :entity_id"
      : "p.provider = :provider AND p.entity_id = :entity_id"
  const { rows } = await db.raw(
    `SELECT u.id FROM provider_identity p
     JOIN auth_identity i ON i.id = p.auth_identity_id
     JOIN "user" u ON u.id = i.app_metadata->>'user_id' AND u.deleted_at IS NULL
     WHERE ${isNamed} AND ${IS_USABLE} LIMIT 1`,
    { provider, entity_id }
  )
  return rows[0]?.id
}

/** The auth identities that name a user and are not deleted, without a lock. */
export async function findIdentitiesOfUser(db: Knex, userId: string): Promise<IdentityRow[]> {
  const { rows } = await db.raw(
    `SELECT i.id, i.app_metadata, ${USABLE_PROVIDERS} FROM auth_identity i
     WHERE i.app_metadata->>'user_id' = ? AND i.deleted_at IS NULL ORDER BY i.created_at, i.id`,
    [userId]
  )
  return rows
}

/** Whether a user has a password login, and no password: it has yet to be set. */
export async function awaitsPassword(db: Knex, userId: string): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT coalesce(bool_and((${USER_PASSWORD_SQL}) IS NULL), false) AS awaits_password
     FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
     WHERE p.provider = 'emailpass' AND i.app_metadata->>'user_id' = ? AND ${IS_USABLE}`,
    [userId]
  )
  return rows[0].awaits_password
}

/** A second factor that a login asks for. Never its secret. */
export type MfaFactorRow = {
  id: string
  auth_identity_id: string
  provider: string
  created_at: Date
}

/** The second factors of a user's logins that are set up completely (Medusa 2.21). */
export async function findMfaFactorsOfUser(db: Knex, userId: string): Promise<MfaFactorRow[]> {
  const { rows } = await db.raw(
    `SELECT f.id, f.auth_identity_id, f.provider, f.created_at
     FROM auth_mfa_factor f JOIN auth_identity i ON i.id = f.auth_identity_id
     WHERE i.app_metadata->>'user_id' = ? AND i.deleted_at IS NULL AND f.status = 'enabled' AND f.deleted_at IS NULL
     ORDER BY f.created_at, f.id`,
    [userId]
  )
  return rows
}

/**
 * Every auth identity through which a person can log in, or could be linked again: those that name the user, and
 * emailpass identities of their email with the leftover `user_id: null` of a deletion by Medusa itself. Also those that are
 * marked as deleted: somebody could take the mark away again.
 *
 * @param locks nobody else changes them until the transaction ends
 */
export async function findIdentitiesToEnd(
  knex: Knex.Transaction,
  user: { id: string; email: string | undefined },
  { locks }: { locks: boolean }
): Promise<IdentityRow[]> {
  const { rows } = await knex.raw(
    // Each part by its index: customers have millions of identities. What is asked of the row itself is asked again once it is locked.
    `SELECT i.id, i.app_metadata, ${providersOfIdentity("true")}
     FROM auth_identity i
     WHERE i.id IN (
         SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = :id
         UNION
         SELECT auth_identity_id FROM provider_identity
         WHERE provider = 'emailpass' AND user_lifecycle_normalize_email(entity_id) = :email
       )
       AND (
         i.app_metadata->>'user_id' = :id
         OR (jsonb_exists(i.app_metadata, 'user_id') AND i.app_metadata->>'user_id' IS NULL)
       )
     ORDER BY i.id
     ${locks ? "FOR UPDATE OF i" : ""}`,
    { id: user.id, email: user.email ?? null }
  )
  return rows
}

/**
 * The ids of the identities for which an admin vouched, and which are nobody's so far: their password is one that this admin
 * knows.
 *
 * @param locks nobody else changes them until the transaction ends
 */
export async function findIdentitiesVouchedForBy(
  knex: Knex,
  userId: string,
  { locks }: { locks: boolean }
): Promise<string[]> {
  const { rows } = await knex.raw(
    `SELECT i.id, i.app_metadata FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
     WHERE p.provider_metadata->>'${VOUCHED_BY_KEY}' = ?
     ORDER BY i.id
     ${locks ? "FOR UPDATE OF i, p" : ""}`,
    [userId]
  )
  const found: Pick<IdentityRow, "id" | "app_metadata">[] = rows
  return found.filter(({ app_metadata }) => isNobodys(app_metadata)).map(({ id }) => id)
}
