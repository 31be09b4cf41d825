import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { FeatureFlag } from "@medusajs/framework/utils"
import { ApiKeyFacts, asOtherActor, Principal } from "../domain/access"
import { AppMetadata, isLoginOf, USER_PASSWORD_KEY } from "../domain/identity"
import { lastEmailOf } from "./history"
import { IS_USABLE, USER_PASSWORD_SQL } from "./identities"

/** The ids that Medusa gives users: what looks like one and is nobody's was somebody's who is gone. */
export const USER_ID_PATTERN = "^user_[0-9A-HJKMNP-TV-Z]{26}$"

/** The same for API keys. */
export const API_KEY_ID_PATTERN = "^apk_[0-9A-HJKMNP-TV-Z]{26}$"

/**
 * SQL for whether an id is a person's, be they gone: that of a user, one as Medusa gives them, or one that the ledger knows, since users
 * can be made with other ids, and erased. Of makers of keys that are no people, such as scripts, none is so.
 *
 * @param userId a piece of SQL
 */
export const isOfPerson = (userId: string) => `(
  EXISTS (SELECT 1 FROM "user" u WHERE u.id = ${userId}) OR ${userId} ~ '${USER_ID_PATTERN}'
  OR EXISTS (${lastEmailOf(userId)})
)`

/** What was read, and when, by the clock of the database: instances' own clocks can differ. */
export type Reading<TFacts> = { facts: TFacts; read_at: Date }

/**
 * SQL that reads principals. Where Medusa's RBAC is enabled, it reads their roles of now as well, which Medusa itself
 * takes from the token (2.21).
 */
const principalColumns = (userId: string, readsRoles = false, knownSince = "a.created_at") => `
  ${userId} AS user_id, u.id IS NOT NULL AND u.deleted_at IS NULL AS is_living_user, a.status, a.until,
  a.tokens_valid_after, a.spared_token_issued_at,
  CASE WHEN a.tokens_valid_after IS NOT NULL THEN least(a.tokens_valid_after, a.updated_at) END AS revoked_at,
  ${knownSince} AS known_since,
  ${readsRoles ? ROLES : "NULL::text[]"} AS roles`

const ROLES =
  "ARRAY(SELECT r.rbac_role_id FROM user_rbac_role r WHERE r.user_id = u.id AND r.deleted_at IS NULL ORDER BY 1)"

/**
 * Whether people have roles here: Medusa's RBAC is enabled, and there is a table of them. It is a package of its own, and the feature
 * flag alone makes none.
 */
export async function hasRoles(db: Knex): Promise<boolean> {
  if (!FeatureFlag.isFeatureEnabled("rbac")) {
    return false
  }
  const { rows } = await db.raw("SELECT to_regclass('user_rbac_role') IS NOT NULL AS has_roles")
  return rows[0].has_roles
}

/** What there is of a person, also if their user row is gone. */
const joinPerson = (userId: string) => `
  LEFT JOIN "user" u ON u.id = ${userId}
  LEFT JOIN user_access a ON a.user_id = ${userId} AND a.deleted_at IS NULL`

/** Whom a login belongs to, also if the row of that user is gone: it is not nobody's then. */
const LINKED_USER_ID = "nullif(i.app_metadata->>'user_id', '')"

/**
 * Since when a login is this person's; of one that was linked before the plugin came, since when at the earliest. Of a password login
 * anybody may have registered it before, as a customer's that it goes on to be, also where Medusa made the user, of whom nothing is
 * stored. Behind the others is an identity provider, which has always vouched for the same person, and whose token of a moment ago
 * becomes the new user's.
 */
const LINKED_SINCE = `
  CASE WHEN EXISTS (SELECT 1 FROM provider_identity p WHERE p.auth_identity_id = i.id AND p.provider = 'emailpass')
    THEN greatest(
      coalesce(a.created_at, u.created_at),
      (SELECT linked_at FROM user_lifecycle_login_link WHERE auth_identity_id = i.id)
    ) END`

const LINKED_PRINCIPAL = `
  SELECT ${principalColumns(LINKED_USER_ID, false, LINKED_SINCE)}, i.app_metadata
  FROM auth_identity i ${joinPerson(LINKED_USER_ID)}`

/** What counts of a login that is there no more: whoever had it is nobody. */
const NOBODY_ANY_MORE: Principal = {
  user_id: "",
  is_living_user: false,
  status: null,
  until: null,
  tokens_valid_after: null,
  revoked_at: null,
  spared_token_issued_at: null,
  known_since: null,
  roles: null,
}

type PrincipalRow = Principal & {
  read_at: Date
  user_id: string | null
  app_metadata?: AppMetadata
}

function toReading({
  read_at,
  app_metadata: _,
  ...principal
}: PrincipalRow): Reading<Principal | undefined> {
  return { facts: principal.user_id ? principal : undefined, read_at }
}

/** What has to be known of a person, in one query; no facts if nothing is stored of this id. */
export async function readPrincipal(
  db: Knex,
  userId: string,
  { readsRoles }: { readsRoles: boolean } = { readsRoles: false }
): Promise<Reading<Principal | undefined>> {
  const { rows } = await db.raw(
    `SELECT clock_timestamp() AS read_at, p.* FROM (SELECT 1) one
     LEFT JOIN (${principalOf("asked", "(SELECT ?::text AS id) asked", readsRoles)}) p ON true`,
    [userId]
  )
  return toReading(rows[0])
}

/** The facts of people whose ids are in a row source. */
const principalOf = (asked: string, source: string, readsRoles: boolean) =>
  `SELECT ${principalColumns("coalesce(u.id, a.user_id)", readsRoles)} FROM ${source} ${joinPerson(`${asked}.id`)}`

/**
 * Tells what is stored of a person from what was before: whatever writes a row gives it another `xmin` (PostgreSQL, "System
 * Columns"). It is the same again after four billion transactions, and nobody is remembered for so long.
 */
const versionOf = (readsRoles: boolean) =>
  `concat_ws(' ', coalesce(u.xmin::text, '-'), coalesce(a.xmin::text, '-')${readsRoles ? `, ${ROLES}::text` : ""})`

/**
 * What has to be known of several people, of whom something is known already: only those are answered of whom it is
 * something else. Thousands of people are read again every few seconds, and next to never has anything changed.
 */
export async function readChangedPrincipals(
  db: Knex,
  known: { id: string; version: string | undefined }[],
  { readsRoles }: { readsRoles: boolean }
): Promise<Reading<{ id: string; version: string; value: Principal | undefined }[]>> {
  // As one value each way: to take hundreds of rows apart, column by column, costs several times as much as to parse it.
  const { rows } = await db.raw(
    `SELECT clock_timestamp() AS read_at, (
       SELECT coalesce(json_agg(json_build_object('id', c.asked_id, 'version', c.version, 'person', to_json(c))), '[]')
       FROM (
         SELECT asked.id AS asked_id, ${versionOf(readsRoles)} AS version,
           ${principalColumns("coalesce(u.id, a.user_id)", readsRoles)}
         FROM json_to_recordset(?::json) AS asked (id text, version text)
         ${joinPerson("asked.id")}
         WHERE ${versionOf(readsRoles)} IS DISTINCT FROM asked.version
       ) c
     ) AS changed`,
    [JSON.stringify(known)]
  )
  const changed: { id: string; version: string; person: PrincipalJson }[] = rows[0].changed
  return {
    facts: changed.map(({ id, version, person }) => ({ id, version, value: fromJson(person) })),
    read_at: rows[0].read_at,
  }
}

type PrincipalJson = {
  [Fact in keyof Principal]: Extract<Principal[Fact], Date> extends never
    ? Principal[Fact]
    : string | null
}

function fromJson(person: PrincipalJson): Principal | undefined {
  if (!person.user_id) {
    return undefined
  }
  return {
    user_id: person.user_id,
    is_living_user: person.is_living_user,
    status: person.status,
    until: toDate(person.until),
    tokens_valid_after: toDate(person.tokens_valid_after),
    spared_token_issued_at: toDate(person.spared_token_issued_at),
    revoked_at: toDate(person.revoked_at),
    known_since: toDate(person.known_since),
    roles: person.roles,
  }
}

const toDate = (text: string | null) => (text === null ? null : new Date(text))

/**
 * The same for the person whom a login belongs to now; no facts if to nobody.
 *
 * @param actorType as what somebody logs in with it: see `asOtherActor`. As another actor than a user, nobody does with a login that
 * is gone, such as that of an admin who was offboarded; who accepts an invite with one is told so by the route.
 */
export async function readPrincipalOfIdentity(
  db: Knex,
  authIdentityId: string,
  actorType = "user"
): Promise<Reading<Principal | undefined>> {
  const { rows } = await db.raw(
    `SELECT clock_timestamp() AS read_at,
       EXISTS (SELECT 1 FROM auth_identity WHERE id = :authIdentityId AND deleted_at IS NULL) AS has_login, p.*
     FROM (SELECT 1) one LEFT JOIN (${LINKED_PRINCIPAL} WHERE i.id = :authIdentityId) p ON true`,
    { authIdentityId }
  )
  const [{ has_login, ...row }]: (PrincipalRow & { has_login: boolean })[] = rows
  const { facts, read_at } = toReading(row)
  if (!has_login && actorType !== "user") {
    return { facts: NOBODY_ANY_MORE, read_at }
  }
  const isAlsoTheirs = actorType !== "user" && isLoginOf(row.app_metadata, actorType)
  return { facts: facts && isAlsoTheirs ? asOtherActor(facts) : facts, read_at }
}

/**
 * The same for the person whose login has this name at a provider; no facts if it is nobody's.
 *
 * @param options.hasOnePassword leaves out a login that has a password for the admin beside a customer's
 */
export async function readPrincipalOfLogin(
  db: Knex,
  provider: string,
  entityId: string,
  { hasOnePassword = false } = {}
): Promise<Reading<Principal | undefined>> {
  const { rows } = await db.raw(
    `SELECT clock_timestamp() AS read_at, p.* FROM (SELECT 1) one
     LEFT JOIN (
       ${LINKED_PRINCIPAL} JOIN provider_identity l ON l.auth_identity_id = i.id
       WHERE l.provider = :provider AND l.entity_id = :entityId
         AND NOT (:hasOnePassword AND jsonb_exists(coalesce(l.provider_metadata, '{}'), '${USER_PASSWORD_KEY}'))
     ) p ON true
     LIMIT 1`,
    { provider, entityId, hasOnePassword }
  )
  return toReading(rows[0])
}

/** What has to be known of an API key, except for its owner, of whom only the id is read. */
export async function readApiKey(
  db: Knex,
  apiKeyId: string
): Promise<Reading<Pick<ApiKeyFacts, "is_revoked"> & { owner_id: string | undefined }>> {
  const { rows } = await db.raw(
    `SELECT clock_timestamp() AS read_at,
       coalesce((SELECT revoked_at <= clock_timestamp() FROM api_key WHERE id = ?), false) AS is_revoked`,
    [apiKeyId]
  )
  const { read_at, is_revoked } = rows[0]
  return { facts: { is_revoked, owner_id: await findApiKeyOwner(db, apiKeyId) }, read_at }
}

/** What time it is, by the clock that revocations are dated with. */
export async function readDatabaseClock(db: Knex): Promise<Date> {
  const { rows } = await db.raw("SELECT clock_timestamp() AS now")
  return rows[0].now
}

/**
 * The person behind an API key, living or not. A key that was made with another key leads to that key's creator, and so
 * on, so that nobody hides behind a chain of keys; `undefined` if the key does not exist or no user made it.
 */
export async function findApiKeyOwner(db: Knex, apiKeyId: string): Promise<string | undefined> {
  const { rows } = await db.raw(
    `WITH RECURSIVE chain AS (
       SELECT id, created_by FROM api_key WHERE id = ?
       UNION
       SELECT k.id, k.created_by FROM api_key k JOIN chain c ON k.id = c.created_by
     )
     SELECT c.created_by AS owner_id FROM chain c
     WHERE ${isOfPerson("c.created_by")}
     LIMIT 1`,
    [apiKeyId]
  )
  return rows[0]?.owner_id
}

/** Which API keys can be used now, and not only when the transaction began: it may have waited since. */
export async function findUsableApiKeys(db: Knex, apiKeyIds: string[]): Promise<string[]> {
  if (!apiKeyIds.length) {
    return []
  }
  const { rows } = await db.raw(
    `SELECT id FROM api_key
     WHERE id = ANY (?) AND deleted_at IS NULL AND (revoked_at IS NULL OR revoked_at > clock_timestamp())`,
    [apiKeyIds]
  )
  return rows.map(({ id }: { id: string }) => id)
}

export async function isApiKeyUsable(db: Knex, apiKeyId: string): Promise<boolean> {
  return (await findUsableApiKeys(db, [apiKeyId])).length > 0
}

/**
 * Whether any admin other than one can log in now: living, active, and with at least one way in. An emailpass identity whose
 * password has not been set yet is no way in, and neither is a login at a provider that is not used any more. It looks for
 * one, and counts nobody: it is asked with each change, also where there are thousands.
 *
 * @param providers those that admins can log in through (see `listProvidersForUsers`)
 */
export async function hasOtherActiveAdmin(
  db: Knex,
  userId: string,
  providers: string[]
): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT EXISTS (
       SELECT 1
       FROM "user" u LEFT JOIN user_access a ON a.user_id = u.id AND a.deleted_at IS NULL
       WHERE u.deleted_at IS NULL AND u.id <> ?
         AND (a.status IS NULL OR a.status = 'active' OR (a.status = 'suspended' AND a.until <= clock_timestamp()))
         AND EXISTS (
           SELECT 1
           FROM auth_identity i
           JOIN provider_identity p ON p.auth_identity_id = i.id
           WHERE i.app_metadata->>'user_id' = u.id AND ${IS_USABLE}
             AND p.provider = ANY (?)
             AND (p.provider <> 'emailpass' OR ${USER_PASSWORD_SQL} IS NOT NULL)
         )
     ) AS has_one`,
    [userId, providers]
  )
  return rows[0].has_one
}
