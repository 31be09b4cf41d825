import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { AccessStatus } from "../domain/access"
import { UserActivity } from "./activity"
import { Selection } from "./audit/selection"
import { lastEmailOf } from "./history"
import { IS_USABLE, USER_PASSWORD_SQL } from "./identities"
import { USER_ID_PATTERN } from "./principals"
import { hasRoleNames } from "./roles"

/** Who may act as an admin, or once could: one line for each person, as an access review wants it. */
export type PersonRow = {
  user_id: string
  email: string
  first_name: string | null
  last_name: string | null
  /** As it counts now: a suspension that is over by itself is `active`. */
  status: AccessStatus
  /** Why the status is what it is. */
  reason: string | null
  /** When the suspension ends by itself. */
  until: Date | null
  /**
   * The providers of the person's logins, in the order of the alphabet, also that of a password that they have yet to set. None
   * for somebody who can't log in.
   */
  login_methods: string[]
  /** The names of the person's RBAC roles, or the id of one that does not exist; none where Medusa's RBAC is not enabled. */
  roles: string[]
  /** How many secret API keys that they made, also by way of other keys, are not revoked. */
  api_keys: number
  created_at: Date
  /** Who made the user, or invited them, as far as the ledger knows: `null` for users who are older than the plugin. */
  created_by_type: string | null
  created_by_id: string | null
  /** The email that whoever it was has now; of an API key, its title. */
  created_by_name: string | null
  last_login_at: Date | null
  last_seen_at: Date | null
  /** When they are to be offboarded, if there is a date. */
  offboarding_at: Date | null
  /** When the user was deleted. */
  offboarded_at: Date | null
  /** They have a password login, and have yet to set a password: nobody gets in by it. */
  awaits_password: boolean
}

/** The fields of a {@link PersonRow}, in the order in which an export has them. */
export const PERSON_FIELDS = [
  "user_id",
  "email",
  "first_name",
  "last_name",
  "status",
  "reason",
  "until",
  "login_methods",
  "roles",
  "api_keys",
  "created_at",
  "created_by_type",
  "created_by_id",
  "created_by_name",
  "last_login_at",
  "last_seen_at",
  "offboarding_at",
  "offboarded_at",
  "awaits_password",
] as const satisfies readonly (keyof PersonRow)[]

/** Instants before or after others. */
type InstantFilter = Partial<Record<keyof typeof COMPARISONS, Date>>

export type PeopleFilters = {
  /** A part of the email or of the name, in any case. */
  q?: string
  statuses?: AccessStatus[]
  /** Providers; `none` is whoever has no login. */
  login_methods?: string[]
  /** Ids of roles. */
  roles?: string[]
  /** Whoever never logged in is in none of them. */
  last_login_at?: InstantFilter
  never_logged_in?: boolean
}

export type PeopleOrder = { by: "email" | "created_at" | "last_login_at"; descending: boolean }

/** What `login_methods` of the filters has for somebody without any. */
export const NO_LOGIN = "none"

/**
 * The status of a user `u` with access `a`. The twin of `effectiveStatus`. By the beginning of the transaction, so that it is
 * of one instant for all people in it.
 */
const STATUS = `
  CASE
    WHEN u.deleted_at IS NOT NULL THEN 'offboarded'
    WHEN a.status = 'suspended' AND a.until <= now() THEN 'active'
    ELSE coalesce(a.status, 'active')
  END`

const ACCESS = "LEFT JOIN user_access a ON a.user_id = u.id AND a.deleted_at IS NULL"
const ACTIVITY = `
  LEFT JOIN user_activity v ON v.user_id = u.id AND v.deleted_at IS NULL
  LEFT JOIN unwritten w ON w.user_id = u.id`
const LAST_LOGIN_AT = "greatest(v.last_login_at, w.last_login_at)"
const LAST_SEEN_AT = "greatest(v.last_seen_at, w.last_seen_at)"

/** What an instance knows of people and has not written yet, for {@link ACTIVITY}. Once for a statement, also where it is joined twice. */
const UNWRITTEN = `
  unwritten AS MATERIALIZED (
    SELECT user_id, max(last_login_at) AS last_login_at, max(last_seen_at) AS last_seen_at
    FROM jsonb_to_recordset(CAST(:unwritten AS jsonb)) AS r (user_id text, last_login_at timestamptz, last_seen_at timestamptz)
    GROUP BY user_id
  )`

const LOGINS = `
  SELECT 1 FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
  WHERE i.app_metadata->>'user_id' = u.id AND ${IS_USABLE}`

/**
 * How many usable secret API keys lead to somebody, also by way of other keys: for everybody at once, since there are few keys,
 * and no index that finds those of one person.
 */
const KEYS = `
  WITH RECURSIVE chain AS (
    SELECT k.id AS key_id, k.created_by AS maker_id FROM api_key k
    WHERE k.type = 'secret' AND k.deleted_at IS NULL AND (k.revoked_at IS NULL OR k.revoked_at > now())
    UNION
    SELECT c.key_id, m.created_by FROM chain c JOIN api_key m ON m.id = c.maker_id
  )
  SELECT maker_id, count(*)::int AS count FROM chain GROUP BY maker_id`

const ROLES = `
  ARRAY(
    SELECT coalesce(r.name, l.rbac_role_id) FROM user_rbac_role l
    LEFT JOIN rbac_role r ON r.id = l.rbac_role_id AND r.deleted_at IS NULL
    WHERE l.user_id = u.id AND l.deleted_at IS NULL ORDER BY 1
  )`

/**
 * `OFFSET 0` has the logins looked up for each identity. PostgreSQL expects hundreds of identities for one user, since it has no
 * statistics of what is inside of JSON, and would read all logins of the database for each person instead.
 */
const LOGINS_IN_WORDS = `
  SELECT coalesce(array_agg(DISTINCT p.provider ORDER BY p.provider), '{}') AS methods,
    coalesce(bool_and((${USER_PASSWORD_SQL}) IS NULL) FILTER (WHERE p.provider = 'emailpass'), false) AS await_password
  FROM auth_identity i
  CROSS JOIN LATERAL (
    SELECT provider, provider_metadata, deleted_at FROM provider_identity WHERE auth_identity_id = i.id OFFSET 0
  ) p
  WHERE i.app_metadata->>'user_id' = u.id AND ${IS_USABLE}`

/** Whoever the first entry about somebody says made them, or invited them. */
const MAKER = `
  SELECT
    CASE WHEN was_invited THEN e.data->'invited_by'->>'type' ELSE e.actor_type END AS type,
    CASE WHEN was_invited THEN e.data->'invited_by'->>'id' ELSE e.actor_id END AS id
  FROM lifecycle_event e
  CROSS JOIN LATERAL (SELECT coalesce(jsonb_typeof(e.data->'invited_by') = 'object', false) AS was_invited) i
  WHERE e.user_id = u.id AND e.type = 'user_provisioned' AND e.deleted_at IS NULL
  ORDER BY e.sequence LIMIT 1`

const MAKER_FIELDS = `
  maker.type AS created_by_type, maker.id AS created_by_id,
  coalesce(maker_user.email, maker_key.title) AS created_by_name`

const MAKER_JOINS = `
  LEFT JOIN LATERAL (${MAKER}) maker ON true
  LEFT JOIN "user" maker_user ON maker_user.id = maker.id
  LEFT JOIN api_key maker_key ON maker_key.id = maker.id`

const rolesOf = (hasRoles: boolean) => (hasRoles ? ROLES : "'{}'::text[]")

/** Everything about the people whose ids `page` has. */
const describe = (page: string, order: string, hasRoles: boolean) => `
  WITH ${UNWRITTEN}, page AS MATERIALIZED (${page}), keys AS MATERIALIZED (${KEYS}),
  person AS (
    SELECT u.*, a.reason, a.until, coalesce(a.status, 'active') AS stored_status, ${STATUS} AS status,
      ${LAST_LOGIN_AT} AS last_login_at, ${LAST_SEEN_AT} AS last_seen_at
    FROM page JOIN "user" u ON u.id = page.id ${ACCESS} ${ACTIVITY}
  )
  SELECT u.id AS user_id, u.email, u.first_name, u.last_name, u.status,
    CASE WHEN u.status = u.stored_status THEN u.reason END AS reason,
    CASE WHEN u.status = 'suspended' THEN u.until END AS until,
    logins.methods AS login_methods,
    ${rolesOf(hasRoles)} AS roles,
    coalesce(keys.count, 0) AS api_keys,
    u.created_at, ${MAKER_FIELDS},
    u.last_login_at, u.last_seen_at, o.offboard_at AS offboarding_at, u.deleted_at AS offboarded_at,
    logins.await_password AS awaits_password
  FROM person u
  LEFT JOIN keys ON keys.maker_id = u.id
  LEFT JOIN scheduled_offboarding o ON o.user_id = u.id AND o.status = 'pending' AND o.deleted_at IS NULL
  CROSS JOIN LATERAL (${LOGINS_IN_WORDS}) logins
  ${MAKER_JOINS}
  ORDER BY ${order}`

/**
 * A page of the people that the filters let through, and how many they are.
 *
 * @param db a transaction, so that both are of one instant
 * @param unwritten what is known of people beside the database: see `ActivityLog.unwritten`
 */
export async function listPeople(
  db: Knex.Transaction,
  unwritten: UserActivity[],
  filters: PeopleFilters,
  { by, descending }: PeopleOrder,
  { limit, offset }: { limit: number; offset: number }
): Promise<{ people: PersonRow[]; count: number }> {
  const has_roles = await hasRoleNames(db)
  const { condition, joins, values } = conditionOf(filters, has_roles, unwritten)
  // Whoever never logged in comes first where those come first who have not done so for longest.
  const direction = descending ? "DESC NULLS LAST" : "ASC NULLS FIRST"
  const activity = by === "last_login_at" ? ACTIVITY : joins.activity
  // The id is what keeps people with an equal value on one page each.
  const order = (value: string) => `${value} ${direction}, u.id`
  const page = `
    SELECT u.id FROM "user" u ${joins.access} ${activity} WHERE ${condition}
    ORDER BY ${order(by === "last_login_at" ? LAST_LOGIN_AT : `u.${by}`)} LIMIT :limit OFFSET :offset`
  const { rows: people } = await db.raw(describe(page, order(`u.${by}`), has_roles), {
    ...values,
    limit,
    offset,
  })
  return { people, count: await countMatching(db, unwritten, filters, has_roles) }
}

/** People in the order of their ids: some, or a page of those that the filters let through. */
export async function readPeople(
  db: Knex,
  unwritten: UserActivity[],
  selection: Selection,
  filters: PeopleFilters = {}
): Promise<PersonRow[]> {
  const { sql, values } = await peopleQuery(db, unwritten, selection, filters)
  const { rows } = await db.raw(sql, values)
  return rows
}

/** The query of {@link readPeople}, as a part of a larger statement; without a selection, of everybody. */
export async function peopleQuery(
  db: Knex,
  unwritten: UserActivity[],
  selection: Selection | undefined,
  filters: PeopleFilters
): Promise<{ sql: string; values: Record<string, Knex.Value> }> {
  const has_roles = await hasRoleNames(db)
  const { condition, joins, values } = conditionOf(filters, has_roles, unwritten)
  const isPage = selection !== undefined && "limit" in selection
  const selected = !selection ? "true" : isPage ? "u.id > :after" : "u.id = ANY (:ids)"
  const page = `
    SELECT u.id FROM "user" u ${joins.access} ${joins.activity}
    WHERE ${condition} AND ${selected}
    ORDER BY u.id ${isPage ? "LIMIT :limit" : ""}`
  return { sql: describe(page, "u.id", has_roles), values: { ...values, ...selection } }
}

/**
 * The same of whoever left API keys that work and whose user row was erased, with the email that the ledger had last. Makers
 * that are no people, such as scripts, are left out.
 */
export const ERASED_KEY_OWNERS = `
  WITH keys AS MATERIALIZED (${KEYS})
  SELECT keys.maker_id AS user_id, coalesce(known.email, keys.maker_id) AS email,
    NULL AS first_name, NULL AS last_name, '${AccessStatus.OFFBOARDED}' AS status, NULL AS reason, NULL AS until,
    '{}'::text[] AS login_methods, '{}'::text[] AS roles, keys.count AS api_keys,
    NULL AS created_at, NULL AS created_by_type, NULL AS created_by_id, NULL AS created_by_name,
    NULL AS last_login_at, NULL AS last_seen_at, NULL AS offboarding_at, NULL AS offboarded_at, false AS awaits_password
  FROM keys LEFT JOIN LATERAL (${lastEmailOf("keys.maker_id")}) known ON true
  WHERE NOT EXISTS (SELECT 1 FROM "user" u WHERE u.id = keys.maker_id)
    AND (known.email IS NOT NULL OR keys.maker_id ~ '${USER_ID_PATTERN}')`

/**
 * Whoever is in {@link ERASED_KEY_OWNERS} and passes the filters, in the order of their ids. All at once: there are few keys. They have
 * no login, no role and no time of a login that a filter could ask for.
 */
export async function readErasedKeyOwners(
  db: Knex,
  { q, statuses, login_methods, roles, last_login_at = {}, never_logged_in }: PeopleFilters
): Promise<PersonRow[]> {
  const isPossible =
    (!statuses || statuses.includes(AccessStatus.OFFBOARDED)) &&
    (!login_methods || login_methods.includes(NO_LOGIN)) &&
    !roles &&
    comparisonsOf(last_login_at).length === 0 &&
    never_logged_in !== false
  if (!isPossible) {
    return []
  }
  const { rows } = await db.raw(
    `SELECT * FROM (${ERASED_KEY_OWNERS}) p
     WHERE CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(p.email)) > 0 ORDER BY p.user_id`,
    { q: q ?? null }
  )
  return rows
}

/** Who somebody is, what they may do, and where they come from. */
export type PersonDetails = Pick<
  PersonRow,
  | "email"
  | "first_name"
  | "last_name"
  | "roles"
  | "created_at"
  | "created_by_type"
  | "created_by_id"
  | "created_by_name"
  | "offboarded_at"
>

/** A user, living or deleted, without what their logins, their keys and the plugin's own rows say. */
export async function findPersonDetails(
  db: Knex,
  userId: string
): Promise<PersonDetails | undefined> {
  const has_roles = await hasRoleNames(db)
  const { rows } = await db.raw(
    `SELECT u.email, u.first_name, u.last_name, ${rolesOf(has_roles)} AS roles, u.created_at,
       ${MAKER_FIELDS}, u.deleted_at AS offboarded_at
     FROM "user" u ${MAKER_JOINS} WHERE u.id = ?`,
    [userId]
  )
  return rows[0]
}

/** How many people the filters let through. */
export async function countPeople(
  db: Knex,
  unwritten: UserActivity[],
  filters: PeopleFilters
): Promise<number> {
  return await countMatching(db, unwritten, filters, await hasRoleNames(db))
}

async function countMatching(
  db: Knex,
  unwritten: UserActivity[],
  filters: PeopleFilters,
  hasRoles: boolean
): Promise<number> {
  const { condition, joins, values } = conditionOf(filters, hasRoles, unwritten)
  const { rows } = await db.raw(
    `WITH ${UNWRITTEN} SELECT count(*)::int AS count FROM "user" u ${joins.access} ${joins.activity} WHERE ${condition}`,
    values
  )
  return rows[0].count
}

/** How many people have which status. Only those whose stored state is not active are looked at one by one. */
export async function countPeopleByStatus(db: Knex): Promise<Record<AccessStatus, number>> {
  const { rows } = await db.raw(
    `WITH others AS MATERIALIZED (
       SELECT ${STATUS} AS status FROM user_access a JOIN "user" u ON u.id = a.user_id
       WHERE a.status <> 'active' AND a.deleted_at IS NULL AND u.deleted_at IS NULL
     )
     SELECT count(*) FILTER (WHERE deleted_at IS NULL)::int AS living,
       count(*) FILTER (WHERE deleted_at IS NOT NULL)::int AS deleted,
       (SELECT count(*)::int FROM others WHERE status = 'suspended') AS suspended,
       (SELECT count(*)::int FROM others WHERE status = 'offboarded') AS offboarded
     FROM "user"`
  )
  const { living, deleted, suspended, offboarded } = rows[0]
  return {
    active: living - suspended - offboarded,
    suspended,
    offboarded: deleted + offboarded,
  }
}

/** What the filters ask of a user `u`, with what has to be joined for it and no more: counting reads all people. */
function conditionOf(
  filters: PeopleFilters,
  hasRoles: boolean,
  unwritten: UserActivity[]
): {
  condition: string
  joins: { access: string; activity: string }
  values: Record<string, Knex.Value>
} {
  const { q, statuses, login_methods, roles, last_login_at = {}, never_logged_in } = filters
  const values: Record<string, Knex.Value> = { unwritten: JSON.stringify(unwritten) }
  const conditions = ["true"]
  const joins = { access: "", activity: "" }
  if (q) {
    values.q = q
    conditions.push(
      "position(lower(:q) IN lower(concat_ws(' ', u.email, u.first_name, u.last_name))) > 0"
    )
  }
  if (statuses) {
    values.statuses = statuses
    joins.access = ACCESS
    conditions.push(`${STATUS} = ANY (:statuses)`)
  }
  if (login_methods) {
    values.login_methods = login_methods
    conditions.push(
      `(EXISTS (${LOGINS} AND p.provider = ANY (:login_methods))
        OR ('${NO_LOGIN}' = ANY (:login_methods) AND NOT EXISTS (${LOGINS})))`
    )
  }
  if (roles) {
    values.roles = roles
    conditions.push(
      hasRoles
        ? "EXISTS (SELECT 1 FROM user_rbac_role l WHERE l.user_id = u.id AND l.deleted_at IS NULL AND l.rbac_role_id = ANY (:roles))"
        : "false"
    )
  }
  for (const { operator, sql, instant } of comparisonsOf(last_login_at)) {
    values[operator] = instant
    joins.activity = ACTIVITY
    conditions.push(`${LAST_LOGIN_AT} ${sql} :${operator}`)
  }
  if (never_logged_in !== undefined) {
    joins.activity = ACTIVITY
    conditions.push(`${LAST_LOGIN_AT} IS ${never_logged_in ? "NULL" : "NOT NULL"}`)
  }
  return { condition: conditions.join(" AND "), joins, values }
}

const COMPARISONS = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const

type Operator = keyof typeof COMPARISONS

/** What a filter asks for, with the operator in SQL. */
export function comparisonsOf(
  filter: InstantFilter
): { operator: Operator; sql: string; instant: Date }[] {
  return (Object.keys(COMPARISONS) as Operator[]).flatMap((operator) => {
    const instant = filter[operator]
    return instant ? [{ operator, sql: COMPARISONS[operator], instant }] : []
  })
}
