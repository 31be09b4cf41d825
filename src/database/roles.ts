import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { hasRoles } from "./principals"

/**
 * Whether roles can be told by their names, and which of them do not exist: people have roles here, and the roles are in this
 * database. Where Medusa's RBAC was switched off again, its tables are left, and what they say means nothing.
 */
export async function hasRoleNames(db: Knex): Promise<boolean> {
  if (!(await hasRoles(db))) {
    return false
  }
  const { rows } = await db.raw("SELECT to_regclass('rbac_role') IS NOT NULL AS has_names")
  return rows[0].has_names
}

/** The ids of the RBAC roles that exist; only where Medusa's RBAC is enabled. */
export async function listRoleIds(db: Knex): Promise<string[]> {
  const { rows } = await db.raw("SELECT id FROM rbac_role WHERE deleted_at IS NULL")
  return rows.map(({ id }: { id: string }) => id)
}
