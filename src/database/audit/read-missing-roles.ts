import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { hasRoleNames } from "../roles"

/** The roles that each of some users, or invites, has and that do not exist. */
export type MissingRoles = ReadonlyMap<string, string[]>

/** Who can have roles, with SQL for where Medusa 2.21 keeps which, and of whom it matters: of whoever is gone it does not. */
const HOLDERS = {
  user: { table: "user_rbac_role", column: "user_id", matters: "true" },
  invite: {
    table: "invite_rbac_role",
    column: "invite_id",
    matters:
      "EXISTS (SELECT 1 FROM invite i WHERE i.id = l.invite_id AND i.deleted_at IS NULL AND NOT i.accepted)",
  },
} as const

/** The roles that users, or invites, have and that do not exist, where Medusa's RBAC is enabled: some of them, or all. */
export async function readMissingRoles(
  db: Knex,
  holder: keyof typeof HOLDERS,
  ids?: string[]
): Promise<MissingRoles> {
  const { table, column, matters } = HOLDERS[holder]
  const { rows: tables } = await db.raw("SELECT to_regclass(?) IS NOT NULL AS is_there", [table])
  if (!tables[0].is_there || !(await hasRoleNames(db))) {
    return new Map()
  }
  const { rows } = await db.raw(
    `SELECT l.${column} AS id, array_agg(DISTINCT l.rbac_role_id::text ORDER BY l.rbac_role_id::text) AS roles
     FROM ${table} l
     LEFT JOIN rbac_role r ON r.id = l.rbac_role_id AND r.deleted_at IS NULL
     WHERE l.deleted_at IS NULL AND r.id IS NULL AND ${matters} ${ids ? `AND l.${column} = ANY (:ids)` : ""}
     GROUP BY 1`,
    ids ? { ids } : {}
  )
  return new Map(rows.map((row: { id: string; roles: string[] }) => [row.id, row.roles]))
}
