import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { USER_LINK_KEY, USER_PASSWORD_KEY } from "../domain/identity"

/*
 * Compensation has to bring back exactly what was there: hashes, timestamps to the microsecond, rows that a cascade
 * took along. Module services can't do that (Medusa's own `deleteAuthIdentityStep` loses MFA factors and verification
 * states), so rows are remembered and written back as they are.
 */

/** Rows of one table as JSON text: JavaScript would round what PostgreSQL stores exactly. */
export type RowImage = { table: string; rows: string }

/** Remembers the rows of a table for which `column` has one of the values. */
export async function captureRows(
  knex: Knex.Transaction,
  table: string,
  column: string,
  values: string[]
): Promise<RowImage[]> {
  if (!values.length) {
    return []
  }
  const { rows } = await knex.raw(
    `SELECT jsonb_agg(to_jsonb(t))::text AS rows FROM ?? t WHERE t.?? = ANY (?)`,
    [table, column, values]
  )
  return rows[0].rows ? [{ table, rows: rows[0].rows }] : []
}

/**
 * Remembers auth identities and all rows that hang on them, in an order in which they can be written back. The tables
 * are found by their foreign keys: what Medusa hangs on an identity grows from version to version.
 */
export async function captureIdentities(
  knex: Knex.Transaction,
  authIdentityIds: string[]
): Promise<RowImage[]> {
  const { rows: dependents } = await knex.raw(
    `SELECT c.conrelid::regclass::text AS table, a.attname AS column
     FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'auth_identity'::regclass
     ORDER BY c.conrelid::regclass::text <> 'provider_identity', 1`
  )
  const images = await captureRows(knex, "auth_identity", "id", authIdentityIds)
  for (const dependent of dependents) {
    images.push(...(await captureRows(knex, dependent.table, dependent.column, authIdentityIds)))
  }
  return images
}

/** Tables of logins: what is there now may have been changed since by somebody else, such as a customer's password. */
const LOGIN_TABLES = new Set(["auth_identity", "provider_identity"])

/**
 * Writes remembered rows back: those that are gone, and what has changed of the others. Of logins that are still there,
 * only what the plugin changes on them is brought back, and a login that somebody without an account has registered
 * under the same name meanwhile gives way.
 */
export async function restoreRows(knex: Knex.Transaction, images: RowImage[]): Promise<void> {
  // See the trigger that keeps revoked API keys revoked.
  await knex.raw("SET LOCAL user_lifecycle.undo = 'on'")
  await restoreLinks(knex, images)
  await evictUnownedLogins(knex, images)
  for (const image of images) {
    const table = await describeTable(knex, image.table)
    if (!LOGIN_TABLES.has(image.table)) {
      await updateRows(knex, image, table)
    }
    await insertMissingRows(knex, image, table)
  }
}

type TableDescription = { columns: string[]; primaryKey: string[] }

const isSameRow = ({ primaryKey }: TableDescription) =>
  primaryKey.map(() => "t.?? = r.??").join(" AND ")
const keysOf = ({ primaryKey }: TableDescription) =>
  primaryKey.flatMap((column) => [column, column])

/** Not an upsert: the triggers that guard inserts are not meant for rows that are there. */
async function updateRows(
  knex: Knex.Transaction,
  { table, rows }: RowImage,
  description: TableDescription
): Promise<void> {
  const { columns } = description
  await knex.raw(
    `UPDATE ?? t SET ${columns.map(() => "?? = r.??").join(", ")}
     FROM jsonb_populate_recordset(NULL::??, ?::jsonb) r WHERE ${isSameRow(description)}`,
    [table, ...columns.flatMap((column) => [column, column]), table, rows, ...keysOf(description)]
  )
}

async function insertMissingRows(
  knex: Knex.Transaction,
  { table, rows }: RowImage,
  description: TableDescription
): Promise<void> {
  const { columns } = description
  await knex.raw(
    `INSERT INTO ?? (${columns.map(() => "??").join(", ")})
     SELECT ${columns.map(() => "r.??").join(", ")} FROM jsonb_populate_recordset(NULL::??, ?::jsonb) r
     WHERE NOT EXISTS (SELECT 1 FROM ?? t WHERE ${isSameRow(description)})`,
    [table, ...columns, ...columns, table, rows, table, ...keysOf(description)]
  )
}

/** Brings back, on logins that are still there, the user that they log in and the admin's password. */
async function restoreLinks(knex: Knex.Transaction, images: RowImage[]): Promise<void> {
  await restoreKey(knex, images, "auth_identity", "app_metadata", USER_LINK_KEY)
  await restoreKey(knex, images, "provider_identity", "provider_metadata", USER_PASSWORD_KEY)
}

/** Table, column and key are names in this code, never input, and stand in the statement as they are. */
async function restoreKey(
  knex: Knex.Transaction,
  images: RowImage[],
  table: "auth_identity" | "provider_identity",
  column: "app_metadata" | "provider_metadata",
  key: typeof USER_LINK_KEY | typeof USER_PASSWORD_KEY
): Promise<void> {
  for (const { rows } of images.filter((image) => image.table === table)) {
    await knex.raw(
      `UPDATE ${table} t
       SET ${column} = CASE
         WHEN jsonb_exists(r.${column}, '${key}')
           THEN jsonb_set(coalesce(t.${column}, '{}'), '{${key}}', r.${column} -> '${key}')
         WHEN r.${column} IS NULL THEN nullif(t.${column} - '${key}', '{}')
         ELSE t.${column} - '${key}' END
       FROM jsonb_populate_recordset(NULL::${table}, ?::jsonb) r WHERE t.id = r.id`,
      [rows]
    )
  }
}

async function evictUnownedLogins(knex: Knex.Transaction, images: RowImage[]): Promise<void> {
  for (const { table, rows } of images) {
    if (table === "provider_identity") {
      await knex.raw(
        `DELETE FROM auth_identity i
         USING provider_identity p, jsonb_populate_recordset(NULL::provider_identity, ?::jsonb) r
         WHERE p.auth_identity_id = i.id AND i.id <> r.auth_identity_id
           AND p.entity_id = r.entity_id AND p.provider = r.provider
           AND NOT EXISTS (
             SELECT 1 FROM jsonb_each(coalesce(i.app_metadata, '{}')) entry
             WHERE entry.key LIKE '%\\_id' AND entry.value <> 'null'
           )`,
        [rows]
      )
    }
  }
}

async function describeTable(knex: Knex.Transaction, table: string): Promise<TableDescription> {
  const { rows } = await knex.raw(
    `SELECT a.attname AS name, coalesce(a.attnum = ANY (i.indkey), false) AS in_primary_key
     FROM pg_attribute a
     LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
     WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''`,
    [`"${table}"`]
  )
  const described: { name: string; in_primary_key: boolean }[] = rows
  return {
    columns: described.map(({ name }) => name),
    primaryKey: described.filter(({ in_primary_key }) => in_primary_key).map(({ name }) => name),
  }
}
