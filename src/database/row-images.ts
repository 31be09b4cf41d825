import { Knex } from "@medusajs/framework/mikro-orm/knex"

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

/** Writes remembered rows back, over what is there now. */
export async function restoreRows(knex: Knex.Transaction, images: RowImage[]): Promise<void> {
  for (const { table, rows } of images) {
    const { columns, primaryKey } = await describeTable(knex, table)
    const isSameRow = primaryKey.map(() => "t.?? = r.??").join(" AND ")
    const keys = primaryKey.flatMap((column) => [column, column])
    // Rows that still exist are updated, not upserted: the triggers that guard inserts are not meant for them.
    await knex.raw(
      `UPDATE ?? t SET ${columns.map(() => "?? = r.??").join(", ")}
       FROM jsonb_populate_recordset(NULL::??, ?::jsonb) r WHERE ${isSameRow}`,
      [table, ...columns.flatMap((column) => [column, column]), table, rows, ...keys]
    )
    await knex.raw(
      `INSERT INTO ?? (${columns.map(() => "??").join(", ")})
       SELECT ${columns.map(() => "r.??").join(", ")} FROM jsonb_populate_recordset(NULL::??, ?::jsonb) r
       WHERE NOT EXISTS (SELECT 1 FROM ?? t WHERE ${isSameRow})`,
      [table, ...columns, ...columns, table, rows, table, ...keys]
    )
  }
}

async function describeTable(
  knex: Knex.Transaction,
  table: string
): Promise<{ columns: string[]; primaryKey: string[] }> {
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
