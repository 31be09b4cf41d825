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

  const name = `user-lifecycle-${randomUUID().slice(0, 8)}`
  return {
    name,
    url: await createDatabase(connection, name, template),
    drop: () => dropDatabase(connection, name),
  }
}

/** Begins a database as a copy of the migrated one, if the run has one by now: then there is nothing left to migrate. */
export async function copyMigratedDatabase(name: string): Promise<void> {
  const connection = testConnection()
  const template = readVariable("template")
  if (await databaseExists(connection, template)) {
    await createDatabase(connection, name, template)
  }
}

/**
 * Leaves a copy of a database that was migrated, and booted, to the suites that come after, if they have none. It does nothing
 * where another suite does the same at this moment, or the application opens a connection in the middle of it.
 */
export async function offerMigratedDatabase(name: string): Promise<void> {
  const connection = testConnection()
  const template = readVariable("template")
  const maintenance = databaseUrl(connection, connection.maintenance_database)
  await withClient(maintenance, async (client) => {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS is_ours", [
      TEMPLATE_LOCK,
    ])
    if (!rows[0].is_ours || (await databaseExists(connection, template))) {
      return
    }
    await closeConnections(client, name)
    try {
      await client.query(`CREATE DATABASE "${template}" TEMPLATE "${name}"`)
    } catch (error) {
      if ((error as { code?: string }).code !== OBJECT_IN_USE) {
        throw error
      }
    }
  })
}

const OBJECT_IN_USE = "55006"

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
