import { createHash } from "node:crypto"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { CONSTRAINTS, NO_LINKS_IN_NOTIFICATIONS, ROLE_ANNOUNCEMENTS } from "./constraints"

/** Changes with the constraints, so that an update of the plugin puts the new ones in place. */
const VERSION = createHash("sha256")
  .update(CONSTRAINTS + ROLE_ANNOUNCEMENTS + NO_LINKS_IN_NOTIFICATIONS)
  .digest("hex")

const MARK_VERSION = `COMMENT ON FUNCTION user_lifecycle_one_user_per_email() IS '${VERSION}';`

const TRIGGERS = triggersIn(CONSTRAINTS)
const ROLE_TRIGGERS = triggersIn(ROLE_ANNOUNCEMENTS)
const NOTIFICATION_TRIGGERS = triggersIn(NO_LINKS_IN_NOTIFICATIONS)

/** Those that SQL creates, as "table.trigger". */
export function triggersIn(sql: string): string[] {
  const created = sql.matchAll(/CREATE TRIGGER (\w+)\s+(?:BEFORE|AFTER)\s[^;]*?\sON "?(\w+)"?/g)
  return [...created].map(([, trigger, table]) => `${table}.${trigger}`)
}

/**
 * Puts the constraints in place if one of them is missing, or another version's.
 *
 * Not a migration: Medusa migrates the modules of plugins before its own, so that on a fresh database Medusa's tables
 * do not exist yet when the plugin's migrations run.
 *
 * @returns whether they are in place; `false` where Medusa's tables do not exist, as before the first migration
 * @throws a database error if the database user may not create triggers
 */
export async function ensureConstraints(pg: Knex): Promise<boolean> {
  return await pg.transaction(async (knex) => {
    // Several instances may boot at the same moment.
    await knex.raw(
      "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:constraints', 0))"
    )
    const { rows } = await knex.raw(
      `SELECT
         to_regclass('"user"') IS NOT NULL AND to_regclass('api_key') IS NOT NULL
           AND to_regclass('provider_identity') IS NOT NULL AND to_regclass('invite') IS NOT NULL
           AND to_regclass('auth_password_reset_token') IS NOT NULL
           AND to_regclass('user_access') IS NOT NULL AND to_regclass('user_lifecycle_login_link') IS NOT NULL AS has_tables,
         to_regclass('user_rbac_role') IS NOT NULL AS has_roles,
         to_regclass('notification') IS NOT NULL AS has_notifications,
         obj_description(to_regproc('user_lifecycle_one_user_per_email'), 'pg_proc') AS version,
         ARRAY(
           SELECT c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
           WHERE t.tgname LIKE 'user\\_lifecycle\\_%' AND t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)
         ) AS triggers`
    )
    const { has_tables, has_roles, has_notifications, version, triggers } = rows[0]
    if (!has_tables) {
      return false
    }
    const isMissing = (trigger: string) => !triggers.includes(trigger)
    if (version !== VERSION || TRIGGERS.some(isMissing)) {
      await knex.raw(CONSTRAINTS + MARK_VERSION)
    }
    if (has_roles && (version !== VERSION || ROLE_TRIGGERS.some(isMissing))) {
      await knex.raw(ROLE_ANNOUNCEMENTS)
    }
    if (has_notifications && (version !== VERSION || NOTIFICATION_TRIGGERS.some(isMissing))) {
      await knex.raw(NO_LINKS_IN_NOTIFICATIONS)
    }
    return true
  })
}
