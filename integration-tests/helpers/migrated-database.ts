import { randomUUID } from "node:crypto"
import {
  createDatabase,
  databaseExists,
  databaseUrl,
  dropDatabase,
  query,
  testConnection,
  withClient,
} from "./database"
import { migrate, spawnServer } from "./server"
import { readVariable } from "./variables"

// Any number does, so long as nothing else in the tests locks it.
const TEMPLATE_LOCK = 7_350_211

export type MigratedDatabase = {
  name: string
  url: string
  /** Drops it, also under connections that are still open. */
  drop(): Promise<void>
}

/**
 * A fresh database with the tables of Medusa and of the plugin, for servers in processes of their own. The first
 * one in a run takes as long as the migrations; the others are copies of it.
 */
export async function createMigratedDatabase(): Promise<MigratedDatabase> {
  const connection = testConnection()
  const template = readVariable("template")
  const maintenance = databaseUrl(connection, connection.maintenance_database)
  // Two suites may want the first copy at once; the second waits for the one that makes the original.
  await withClient(maintenance, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK])
    if (await databaseExists(connection, template)) {
      return
    }
    const draft = `${template}-draft`
    await dropDatabase(connection, draft)
    await prepare(await createDatabase(connection, draft))
    await query(
      maintenance,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
      [draft]
    )
    // Under its name only when it is complete: a run that is interrupted leaves no half of it to copy.
    await query(maintenance, `ALTER DATABASE "${draft}" RENAME TO "${template}"`)
  })

  const name = `user-lifecycle-${randomUUID().slice(0, 8)}`
  return {
    name,
    url: await createDatabase(connection, name, template),
    drop: () => dropDatabase(connection, name),
  }
}

/**
 * Migrates a database, and boots it once: of two instances that are the first to boot on one, Medusa (2.21) lets both make
 * the store's defaults, and the slower one stops.
 */
async function prepare(url: string): Promise<void> {
  await migrate(url)
  const first = await spawnServer({ databaseUrl: url })
  await first.stop()
}
