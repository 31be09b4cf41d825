import { createHash } from "node:crypto"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { CONSTRAINTS } from "./constraints"

/** Changes with the constraints, so that an update of the plugin puts the new ones in place. */
const VERSION = createHash("sha256").update(CONSTRAINTS).digest("hex")

const MARK_VERSION = `COMMENT ON FUNCTION user_lifecycle_one_user_per_email() IS '${VERSION}';`

const TRIGGERS = [
  "user_lifecycle_one_user_per_email_insert",
  "user_lifecycle_one_user_per_email_update",
  "user_lifecycle_no_key_for_the_gone",
  "user_lifecycle_inherit_keys",
  "user_lifecycle_stay_revoked",
  "user_lifecycle_no_invite_for_a_user",
]

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
           AND to_regclass('provider_identity') IS NOT NULL AS has_tables,
         obj_description(to_regproc('user_lifecycle_one_user_per_email'), 'pg_proc') AS version,
         (SELECT count(*)::int FROM pg_trigger
          WHERE tgname = ANY (?) AND tgenabled <> 'D'
            AND tgrelid IN (to_regclass('"user"'), to_regclass('api_key'), to_regclass('invite'))) AS triggers`,
      [TRIGGERS]
    )
    const { has_tables, version, triggers } = rows[0]
    if (!has_tables) {
      return false
    }
    if (version !== VERSION || triggers < TRIGGERS.length) {
      await knex.raw(CONSTRAINTS + MARK_VERSION)
    }
    return true
  })
}
