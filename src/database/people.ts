import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { AccessStatus } from "../domain/access"
import { Selection } from "./audit/selection"
import { hasRoles } from "./principals"

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
  /** The providers that the person can log in with, in the order of the alphabet; none for somebody who can't. */
  login_methods: string[]
  /** The names of the person's RBAC roles; none where Medusa's RBAC is not enabled. */
  roles: string[]
  /** How many secret API keys of theirs are usable. */
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
}

export type PeopleFilters = {
  /** A part of the email or of the name, in any case. */
  q?: string
  statuses?: AccessStatus[]
  /** Providers; `none` is whoever has no login. */
  login_methods?: string[]
  /** Ids of roles. */
  roles?: string[]
  last_login_before?: Date
  last_login_after?: Date
  never_logged_in?: boolean
}

export type PeopleOrder = { by: "email" | "created_at" | "last_login_at"; descending: boolean }

/** What `login_methods` has for somebody without any. */
export const NO_LOGIN = "none"

/** The status of a user `u` with access `a`, by the clock of the database. The twin of `effectiveStatus`. */
const STATUS = `
  CASE
    WHEN u.deleted_at IS NOT NULL THEN 'offboarded'
    WHEN a.status = 'suspended' AND a.until <= clock_timestamp() THEN 'active'
    ELSE coalesce(a.status, 'active')
  END`

const PEOPLE = `
  FROM "user" u
  LEFT JOIN user_access a ON a.user_id = u.id AND a.deleted_at IS NULL
  LEFT JOIN user_activity v ON v.user_id = u.id AND v.deleted_at IS NULL`

const LOGINS = `
  SELECT p.provider FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
  WHERE i.app_metadata->>'user_id' = u.id`

/** Everything about the people `page`, whose columns are those of {@link PAGE_COLUMNS}. */
const describe = (readsRoles: boolean) => `
  SELECT page.user_id, page.email, page.first_name, page.last_name, page.status,
    CASE WHEN page.status = page.stored_status THEN page.reason END AS reason,
    CASE WHEN page.status = 'suspended' THEN page.until END AS until,
    ARRAY(
      SELECT DISTINCT p.provider FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
      WHERE i.app_metadata->>'user_id' = page.user_id ORDER BY 1
    ) AS login_methods,
    ${
      readsRoles
        ? `ARRAY(
             SELECT coalesce(r.name, l.rbac_role_id) FROM user_rbac_role l LEFT JOIN rbac_role r ON r.id = l.rbac_role_id
             WHERE l.user_id = page.user_id AND l.deleted_at IS NULL ORDER BY 1
           )`
        : "'{}'::text[]"
    } AS roles,
    (
      SELECT count(*)::int FROM api_key k
      WHERE k.created_by = page.user_id AND k.type = 'secret' AND k.deleted_at IS NULL
        AND (k.revoked_at IS NULL OR k.revoked_at > clock_timestamp())
    ) AS api_keys,
    page.created_at, maker.type AS created_by_type, maker.id AS created_by_id,
    coalesce(maker_user.email, maker_key.title) AS created_by_name,
    page.last_login_at, page.last_seen_at, o.offboard_at AS offboarding_at, page.deleted_at AS offboarded_at
  FROM page
  LEFT JOIN scheduled_offboarding o ON o.user_id = page.user_id AND o.status = 'pending' AND o.deleted_at IS NULL
  LEFT JOIN LATERAL (
    SELECT
      coalesce(e.data->'invited_by'->>'type', e.actor_type) AS type,
      coalesce(e.data->'invited_by'->>'id', e.actor_id) AS id
    FROM lifecycle_event e
    WHERE e.user_id = page.user_id AND e.type = 'user_provisioned' AND e.deleted_at IS NULL
    ORDER BY e.sequence LIMIT 1
  ) maker ON true
  LEFT JOIN "user" maker_user ON maker_user.id = maker.id
  LEFT JOIN api_key maker_key ON maker_key.id = maker.id`

const PAGE_COLUMNS = `
  u.id AS user_id, u.email, u.first_name, u.last_name, ${STATUS} AS status, coalesce(a.status, 'active') AS stored_status,
  a.reason, a.until, u.created_at, u.deleted_at, v.last_login_at, v.last_seen_at`

/** People, and how many there are: a page of those that the filters let through. */
export async function listPeople(
  db: Knex,
  filters: PeopleFilters,
  order: PeopleOrder,
  { limit, offset }: { limit: number; offset: number }
): Promise<{ people: PersonRow[]; count: number }> {
  const readsRoles = await hasRoles(db)
  const { sql: condition, values } = conditionOf(filters, readsRoles)
  const direction = order.descending ? "DESC NULLS LAST" : "ASC NULLS FIRST"
  const sortedBy = `page.${order.by} ${direction}, page.user_id`
  const { rows: people } = await db.raw(
    `WITH page AS MATERIALIZED (
       SELECT * FROM (SELECT ${PAGE_COLUMNS} ${PEOPLE} WHERE ${condition}) page
       ORDER BY ${sortedBy} LIMIT :limit OFFSET :offset
     )
     ${describe(readsRoles)} ORDER BY ${sortedBy}`,
    { ...values, limit, offset }
  )
  const { rows } = await db.raw(
    `SELECT count(*)::int AS count ${PEOPLE} WHERE ${condition}`,
    values
  )
  return { people, count: rows[0].count }
}

/** People in the order of their ids: some, or a page of those that the filters let through. */
export async function readPeople(
  db: Knex,
  selection: Selection,
  filters: PeopleFilters = {}
): Promise<PersonRow[]> {
  const readsRoles = await hasRoles(db)
  const { sql: condition, values } = conditionOf(filters, readsRoles)
  const isSome = "ids" in selection
  const { rows } = await db.raw(
    `WITH page AS MATERIALIZED (
       SELECT ${PAGE_COLUMNS} ${PEOPLE}
       WHERE ${condition} AND ${isSome ? "u.id = ANY (:ids)" : "u.id > :after"}
       ORDER BY u.id ${isSome ? "" : "LIMIT :limit"}
     )
     ${describe(readsRoles)} ORDER BY page.user_id`,
    { ...values, ...selection }
  )
  return rows
}

/** How many people have which status. */
export async function countPeople(db: Knex): Promise<Record<AccessStatus, number>> {
  const { rows } = await db.raw(
    `SELECT ${STATUS} AS status, count(*)::int AS count ${PEOPLE} GROUP BY 1`
  )
  const counts = { active: 0, suspended: 0, offboarded: 0 }
  return Object.assign(
    counts,
    Object.fromEntries(
      rows.map(({ status, count }: { status: string; count: number }) => [status, count])
    )
  )
}

function conditionOf(
  filters: PeopleFilters,
  readsRoles: boolean
): { sql: string; values: Record<string, Knex.Value> } {
  const { q, statuses, login_methods, roles, last_login_before, last_login_after } = filters
  const values: Record<string, Knex.Value> = {}
  const conditions = ["true"]
  if (q) {
    values.q = q
    conditions.push(
      "position(lower(:q) IN lower(concat_ws(' ', u.email, u.first_name, u.last_name))) > 0"
    )
  }
  if (statuses) {
    values.statuses = statuses
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
      readsRoles
        ? "EXISTS (SELECT 1 FROM user_rbac_role l WHERE l.user_id = u.id AND l.deleted_at IS NULL AND l.rbac_role_id = ANY (:roles))"
        : "false"
    )
  }
  if (last_login_before) {
    values.last_login_before = last_login_before
    conditions.push("v.last_login_at < :last_login_before")
  }
  if (last_login_after) {
    values.last_login_after = last_login_after
    conditions.push("v.last_login_at >= :last_login_after")
  }
  if (filters.never_logged_in !== undefined) {
    conditions.push(
      filters.never_logged_in ? "v.last_login_at IS NULL" : "v.last_login_at IS NOT NULL"
    )
  }
  return { sql: conditions.join(" AND "), values }
}
