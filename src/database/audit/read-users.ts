import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ACCESS_ENTRY_TYPES } from "../../domain/findings/known-access"
import { UserFacts } from "../../domain/findings/snapshot"
import { UNDID_NOTHING } from "../history"
import { IS_USABLE } from "../identities"
import { HAS_OTHER_ACTOR, LOGINS } from "./read-identities"
import { MissingRoles } from "./read-missing-roles"
import { Selection } from "./selection"

type UserRow = Omit<UserFacts, "access" | "missing_roles"> & {
  status: NonNullable<UserFacts["access"]>["status"] | null
  until: Date | null
}

/**
 * Living users in the order of their ids, with all that an audit wants to know of them.
 *
 * What belongs to a user is looked up for one after the other, by index. PostgreSQL can't know how little that is where a table was
 * not analyzed lately, and would read whole tables for each page to join them.
 *
 * @param missingRoles see `readMissingRoles`
 */
export async function readUserFacts(
  db: Knex,
  selection: Selection,
  missingRoles: MissingRoles
): Promise<UserFacts[]> {
  const isSome = "ids" in selection
  const { rows } = await db.raw(
    `WITH page AS MATERIALIZED (
       SELECT id, email, user_lifecycle_normalize_email(email) AS normalized_email, created_at
       FROM "user"
       WHERE deleted_at IS NULL AND ${isSome ? "id = ANY (:ids)" : "id > :after"}
       ORDER BY id ${isSome ? "" : "LIMIT :limit"}
     )
     SELECT page.*, a.status, a.until, v.last_login_at, v.last_seen_at,
       coalesce((
         SELECT json_agg(json_build_object('id', i.id, 'is_shared', ${HAS_OTHER_ACTOR}, 'logins', ${LOGINS}) ORDER BY i.id)
         FROM auth_identity i WHERE i.app_metadata->>'user_id' = page.id AND i.deleted_at IS NULL
       ), '[]') AS identities,
       CASE WHEN coalesce(a.status, 'active') = 'active' THEN (
         SELECT json_agg(
           json_build_object(
             'type', e.type, 'reason', e.reason, 'until', e.data->>'until', 'undid_nothing', ${UNDID_NOTHING}
           ) ORDER BY e.sequence, e.id
         )
         FROM lifecycle_event e
         WHERE e.user_id = page.id AND e.type = ANY (:access_entry_types) AND e.deleted_at IS NULL
       ) END AS access_entries,
       same_name.leftover_logins, same_name.others_logins,
       ARRAY(
         SELECT o.id FROM "user" o
         WHERE user_lifecycle_normalize_email(o.email) = page.normalized_email AND o.deleted_at IS NULL AND o.id <> page.id
         ORDER BY o.id
       ) AS namesakes
     FROM page
     LEFT JOIN LATERAL (
       SELECT status, until FROM user_access WHERE user_id = page.id AND deleted_at IS NULL OFFSET 0
     ) a ON true
     LEFT JOIN LATERAL (
       SELECT last_login_at, last_seen_at FROM user_activity WHERE user_id = page.id AND deleted_at IS NULL OFFSET 0
     ) v ON true
     CROSS JOIN LATERAL (
       SELECT
         coalesce(array_agg(p.entity_id ORDER BY p.entity_id) FILTER (WHERE NOT (${HAS_OTHER_ACTOR} AND ${IS_USABLE})), '{}') AS leftover_logins,
         coalesce(array_agg(p.entity_id ORDER BY p.entity_id) FILTER (WHERE ${HAS_OTHER_ACTOR} AND ${IS_USABLE}), '{}') AS others_logins
       FROM provider_identity p JOIN auth_identity i ON i.id = p.auth_identity_id
       LEFT JOIN "user" u ON u.id = i.app_metadata->>'user_id' AND u.deleted_at IS NULL
       WHERE p.provider = 'emailpass' AND user_lifecycle_normalize_email(p.entity_id) = page.normalized_email
         AND NOT (u.id IS NOT NULL AND ${IS_USABLE})
     ) same_name
     ORDER BY page.id`,
    {
      access_entry_types: ACCESS_ENTRY_TYPES,
      ...(isSome ? { ids: selection.ids } : { after: selection.after, limit: selection.limit }),
    }
  )
  return rows.map(({ status, until, ...user }: UserRow) => ({
    ...user,
    access: status === null ? undefined : { status, until },
    access_entries: user.access_entries ?? [],
    missing_roles: missingRoles.get(user.id) ?? [],
  }))
}
