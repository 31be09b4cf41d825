import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { describeTable, isSameRow } from "./table-description"

/*
 * Compensation has to bring back exactly what was there: hashes, timestamps to the microsecond, rows that a cascade
 * took along. Module services can't do that (Medusa's own `deleteAuthIdentityStep` loses MFA factors and verification
 * states), so rows are remembered, and written back as they are (see `restore-rows.ts`).
 */

/** Rows of one table, before a change, as JSON text: JavaScript would round what PostgreSQL stores exactly. */
export type RowImage = { table: string; rows: string }

/** The same with what the change left of them, which tells what others have changed since. */
export type ChangedRows = RowImage & {
  /** Those of the rows that are still there after the change. */
  left: string
}

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

/** Completes images with what there is of the rows now. Call it when the change has written all that it writes. */
export async function recordChange(
  knex: Knex.Transaction,
  images: RowImage[]
): Promise<ChangedRows[]> {
  const changed: ChangedRows[] = []
  for (const { table, rows } of images) {
    const { primaryKey } = await describeTable(knex, table)
    const { rows: found } = await knex.raw(
      // Row by row, by index: PostgreSQL takes any set for a hundred rows, and would read the whole table for so many.
      `SELECT coalesce(jsonb_agg(to_jsonb(found)), '[]')::text AS left
       FROM jsonb_populate_recordset(NULL::??, ?::jsonb) r
       CROSS JOIN LATERAL (SELECT t.* FROM ?? t WHERE ${isSameRow(primaryKey, "t", "r")} OFFSET 0) found`,
      [table, rows, table]
    )
    changed.push({ table, rows, left: found[0].left })
  }
  return changed
}
