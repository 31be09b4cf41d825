import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { UserFacts } from "../../domain/findings/snapshot"
import { Selection } from "./selection"

type UserRow = Omit<UserFacts, "access" | "missing_roles"> & {
  status: NonNullable<UserFacts["access"]>["status"] | null
  until: Date | null
}

/**
 * Living users in the order of their ids, with all that an audit wants to know of them.
 *
 * @param missingRoles see {@link readMissingRoles}
 */
export async function readUserFacts(
  db: Knex,
  selection: Selection,
  missingRoles: ReadonlyMap<string, string[]>
): Promise<UserFacts[]> {
  const isSome = "ids" in selection
  const { rows } = await db.raw(
    `WITH page AS MATERIALIZED (
       SELECT id, email, user_lifecycle_normalize_email(email) AS normalized_email, created_at
       FROM "user"
       WHERE deleted_at IS NULL AND ${isSome ? "id = ANY (:ids)" : "id > :after"}
       ORDER BY id ${isSome ? "" : "LIMIT :limit"}
     ), identities AS (
       SELECT i.app_metadata->>'user_id' AS user_id, i.id,
         coalesce(
           jsonb_agg(jsonb_build_object('provider', p.provider, 'entity_id', p.entity_id) ORDER BY p.provider, p.entity_id)
             FILTER (WHERE p.id IS NOT NULL),
           '[]'
         ) AS logins
       FROM page
       JOIN auth_identity i ON i.app_metadata->>'user_id' = page.id
       LEFT JOIN provider_identity p ON p.auth_identity_id = i.id
       GROUP BY i.id
     ), owned AS (
       SELECT user_id, jsonb_agg(jsonb_build_object('id', id, 'logins', logins) ORDER BY id) AS identities
       FROM identities GROUP BY user_id
     ), namesakes AS (
       SELECT page.id, jsonb_agg(o.id ORDER BY o.id) AS ids
       FROM page JOIN "user" o
         ON user_lifecycle_normalize_email(o.email) = page.normalized_email AND o.deleted_at IS NULL AND o.id <> page.id
       GROUP BY page.id
     )
     SELECT page.*, a.status, a.until, v.last_login_at, v.last_seen_at,
       coalesce(owned.identities, '[]') AS identities, coalesce(namesakes.ids, '[]') AS namesakes
     FROM page
     LEFT JOIN user_access a ON a.user_id = page.id AND a.deleted_at IS NULL
     LEFT JOIN user_activity v ON v.user_id = page.id AND v.deleted_at IS NULL
     LEFT JOIN owned ON owned.user_id = page.id
     LEFT JOIN namesakes ON namesakes.id = page.id
     ORDER BY page.id`,
    isSome ? { ids: selection.ids } : { after: selection.after, limit: selection.limit }
  )
  return rows.map(({ status, until, ...user }: UserRow) => ({
    ...user,
    access: status === null ? undefined : { status, until },
    missing_roles: missingRoles.get(user.id) ?? [],
  }))
}

/** The roles that users have and that do not exist, where Medusa's RBAC has its tables. */
export async function readMissingRoles(db: Knex): Promise<Map<string, string[]>> {
  const { rows: tables } = await db.raw(
    "SELECT to_regclass('user_rbac_role') IS NOT NULL AND to_regclass('rbac_role') IS NOT NULL AS has_roles"
  )
  if (!tables[0].has_roles) {
    return new Map()
  }
  const { rows } = await db.raw(
    `SELECT l.user_id, array_agg(DISTINCT l.rbac_role_id::text ORDER BY l.rbac_role_id::text) AS roles
     FROM user_rbac_role l
     LEFT JOIN rbac_role r ON r.id = l.rbac_role_id AND r.deleted_at IS NULL
     WHERE l.deleted_at IS NULL AND r.id IS NULL
     GROUP BY l.user_id`
  )
  return new Map(rows.map((row: { user_id: string; roles: string[] }) => [row.user_id, row.roles]))
}
