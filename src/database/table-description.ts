import { Knex } from "@medusajs/framework/mikro-orm/knex"

/** What can be written to a table, and what tells its rows apart. */
export type TableDescription = { columns: string[]; primaryKey: string[] }

export async function describeTable(
  knex: Knex.Transaction,
  table: string
): Promise<TableDescription> {
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

/** SQL that says whether two aliases of a table are at the same row. */
export const isSameRow = (primaryKey: string[], one: string, other: string): string =>
  primaryKey.map((column) => `${one}."${column}" = ${other}."${column}"`).join(" AND ")
