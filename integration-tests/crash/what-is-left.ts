import type { Client } from "pg"
import { waitUntil } from "../helpers/wait-until"

/** All that is in some tables, to be compared: what a change that was cut off has written would be in it. */
export async function dumpTables(
  database: Client,
  tables: string[]
): Promise<Record<string, string | null>> {
  const columns = tables.map(
    (table) => `(SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM "${table}" t) AS "${table}"`
  )
  const { rows } = await database.query(`SELECT ${columns.join(", ")}`)
  return rows[0]
}

/** Waits until so many connections of servers are in a state. PostgreSQL notices after a moment that its client was killed. */
export async function untilConnections(
  database: Client,
  condition: string,
  wanted: number
): Promise<void> {
  await waitUntil(`${wanted} connections are so: ${condition}`, async () => {
    const { rows } = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type = 'client backend' AND ${condition}`
    )
    return rows[0].count === wanted
  })
}
