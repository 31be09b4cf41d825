import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { evictUnownedLogins, namesOfLogins, restoreLinks } from "./restore-logins"
import { ChangedRows } from "./row-images"
import { describeTable, isSameRow, TableDescription } from "./table-description"

/** Of logins that are still there, only what the plugin changes on them is brought back: see `restoreLinks`. */
const LOGIN_TABLES = new Set(["auth_identity", "provider_identity"])

/**
 * Undoes what a change did to rows, and nothing that others have done since: a row that the change removed is written
 * back; of a row that it left, each column in which the change's value still stands. What others removed stays away.
 */
export async function restoreRows(knex: Knex.Transaction, images: ChangedRows[]): Promise<void> {
  // See the triggers that keep revoked API keys revoked, and that end tokens with the password.
  await knex.raw("SET LOCAL user_lifecycle.undo = 'on'")
  await restoreLinks(knex, images)
  await evictUnownedLogins(knex, namesOfLogins(images))
  for (const image of images) {
    const table = await describeTable(knex, image.table)
    if (!LOGIN_TABLES.has(image.table)) {
      await restoreColumns(knex, image, table)
    }
    await insertRemovedRows(knex, image, table)
  }
}

/** Not an upsert: the triggers that guard inserts are not meant for rows that are there. */
async function restoreColumns(
  knex: Knex.Transaction,
  { table, rows, left }: ChangedRows,
  { columns, primaryKey }: TableDescription
): Promise<void> {
  const unlessChangedSince = columns.map(
    (column) =>
      `"${column}" = CASE WHEN t."${column}" IS NOT DISTINCT FROM l."${column}" THEN r."${column}" ELSE t."${column}" END`
  )
  await knex.raw(
    `UPDATE ?? t SET ${unlessChangedSince.join(", ")}
     FROM jsonb_populate_recordset(NULL::??, ?::jsonb) l
     JOIN jsonb_populate_recordset(NULL::??, ?::jsonb) r ON ${isSameRow(primaryKey, "l", "r")}
     WHERE ${isSameRow(primaryKey, "t", "r")}${table === "invite" ? UNLESS_INVITED_ANEW : ""}`,
    [table, table, left, table, rows]
  )
}

/** There is one invite for an email. */
const UNLESS_INVITED_ANEW = `
  AND NOT (t.deleted_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM invite o WHERE o.id <> t.id AND o.deleted_at IS NULL
      AND user_lifecycle_normalize_email(o.email) = user_lifecycle_normalize_email(t.email)
  ))`

async function insertRemovedRows(
  knex: Knex.Transaction,
  { table, rows, left }: ChangedRows,
  { columns, primaryKey }: TableDescription
): Promise<void> {
  // What hangs on a login that somebody removed has nothing to hang on.
  const hasItsLogin = columns.includes("auth_identity_id")
    ? "AND EXISTS (SELECT 1 FROM auth_identity i WHERE i.id = r.auth_identity_id)"
    : ""
  await knex.raw(
    `INSERT INTO ?? (${columns.map(() => "??").join(", ")})
     SELECT ${columns.map(() => "r.??").join(", ")} FROM jsonb_populate_recordset(NULL::??, ?::jsonb) r
     WHERE NOT EXISTS (SELECT 1 FROM ?? t WHERE ${isSameRow(primaryKey, "t", "r")})
       AND NOT EXISTS (
         SELECT 1 FROM jsonb_populate_recordset(NULL::??, ?::jsonb) l WHERE ${isSameRow(primaryKey, "l", "r")}
       ) ${hasItsLogin}`,
    [table, ...columns, ...columns, table, rows, table, table, left]
  )
}
