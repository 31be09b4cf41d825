import { Knex } from "@medusajs/framework/mikro-orm/knex"

/** The ids of the RBAC roles that exist; only where Medusa's RBAC is enabled. */
export async function listRoleIds(db: Knex): Promise<string[]> {
  const { rows } = await db.raw("SELECT id FROM rbac_role WHERE deleted_at IS NULL")
  return rows.map(({ id }: { id: string }) => id)
}
