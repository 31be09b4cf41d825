import { randomUUID } from "node:crypto"
import type { Client } from "pg"
import {
  createDatabase,
  databaseExists,
  databaseUrl,
  dropDatabase,
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

export type MigratedDatabaseOptions = {
  /** One of `newDatabaseName` by default. */
  name?: string
  /** Where it turns one of Medusa's features on, that feature's tables are there as well. */
  env?: NodeJS.ProcessEnv
}

export function newDatabaseName(): string {
  return `user-lifecycle-${randomUUID().slice(0, 8)}`
}

/**
 * A fresh database with the tables of Medusa and of the plugin. The first one in a run takes as long as the migrations; the
 * others are copies of it.
 */
export async function createMigratedDatabase({
  name = newDatabaseName(),
  env = {},
}: MigratedDatabaseOptions = {}): Promise<MigratedDatabase> {
  const connection = testConnection()
  const template = readVariable("template")
  const maintenance = databaseUrl(connection, connection.maintenance_database)
  // Two suites may want the first copy at once; the second waits for the one that makes the original.
  await withClient(maintenance, async (client) => {
    // Migrating takes longer on a busy machine than anything else waits for a lock.
    await client.query("SET lock_timeout = '5min'")
    await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK])
    if (await databaseExists(connection, template)) {
      return
    }
    const draft = `${template}-draft`
    await dropDatabase(connection, draft)
    await prepare(await createDatabase(connection, draft))
    await closeConnections(client, draft)
    // Under its name only when it is complete: a run that is interrupted leaves no half of it to copy.
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`)
  })

  const database = await createTestDatabase(name, template)
  if (Object.keys(env).some((variable) => variable.startsWith("MEDUSA_FF_"))) {
    await migrate(database.url, env)
  }
  return database
}

/** A database with Medusa's tables alone. */
export async function createDatabaseWithoutPlugin(name: string): Promise<MigratedDatabase> {
  const database = await createTestDatabase(name)
  await migrate(database.url, { USER_LIFECYCLE: "off" })
  return database
}

async function createTestDatabase(name: string, template?: string): Promise<MigratedDatabase> {
  const connection = testConnection()
  return {
    name,
    url: await createDatabase(connection, name, template),
    drop: () => dropDatabase(connection, name),
  }
}

async function closeConnections(client: Client, database: string): Promise<void> {
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [
    database,
  ])
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
