import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import readline from "node:readline"
import { Client, escapeIdentifier, type QueryResultRow } from "pg"

/** How to reach a PostgreSQL server. */
export type DatabaseConnection = {
  host: string
  port: number
  user: string
  password: string
  /** A database that exists, for `CREATE DATABASE` and the like. */
  maintenance_database: string
  /** The query part of the URL that was given, such as `?sslmode=require`. */
  parameters: string
}

export type DatabaseServer = {
  /** False where the server is somebody else's, from `DATABASE_URL` or `DB_HOST`. */
  is_embedded: boolean
  connection: DatabaseConnection
  /** An empty temporary folder that goes when the server does. */
  folder: string
  /** Removes the folder, and stops an embedded server with its data; leaves any other server alone. */
  stop(): Promise<void>
}

/**
 * The server in `DATABASE_URL`, or in `DB_HOST`, `DB_PORT`, `DB_USERNAME` and `DB_PASSWORD`; where neither is
 * set, a new one on a free port, in a folder of its own under the system's temporary folder. That one also goes
 * when this process is interrupted or killed.
 */
export async function startDatabase(): Promise<DatabaseServer> {
  const given = connectionFromEnvironment()
  if (given) {
    const folder = await mkdtemp(path.join(os.tmpdir(), "user-lifecycle-"))
    return {
      is_embedded: false,
      connection: given,
      folder,
      stop: () => rm(folder, { recursive: true, force: true }),
    }
  }

  const supervisor = spawn(
    process.execPath,
    [path.join(__dirname, "postgres-supervisor.mjs")],
    // A process group of its own: Ctrl-C in the terminal must not reach the database first.
    { stdio: ["pipe", "pipe", "inherit"], detached: true }
  )
  const exited = once(supervisor, "exit")
  const lines = readline.createInterface({ input: supervisor.stdout })
  const [line] = await Promise.race([once(lines, "line"), exited.then(() => [undefined])])
  const answer = JSON.parse(line ?? `{ "error": "its supervisor stopped" }`) as Partial<
    Pick<DatabaseConnection, "host" | "port" | "user" | "password"> & { folder: string }
  > & { error?: string }
  const { host, port, user, password, folder, error } = answer
  if (error || !host || !port || !user || !password || !folder) {
    throw new Error(`The embedded PostgreSQL did not start: ${error}`)
  }
  return {
    is_embedded: true,
    connection: { host, port, user, password, maintenance_database: "postgres", parameters: "" },
    folder,
    stop: async () => {
      supervisor.stdin.end()
      await exited
    },
  }
}

/** The server that the environment names, or nothing. */
export function connectionFromEnvironment(
  env: NodeJS.ProcessEnv = process.env
): DatabaseConnection | undefined {
  if (env.DATABASE_URL) {
    const url = new URL(env.DATABASE_URL)
    return {
      // Medusa's test runner turns TLS on unless the address says "localhost".
      host: url.hostname === "127.0.0.1" ? "localhost" : url.hostname,
      port: Number(url.port || 5432),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      maintenance_database: decodeURIComponent(url.pathname.slice(1)) || "postgres",
      parameters: url.search,
    }
  }
  if (env.DB_HOST) {
    return {
      host: env.DB_HOST,
      port: Number(env.DB_PORT ?? 5432),
      user: env.DB_USERNAME ?? "postgres",
      password: env.DB_PASSWORD ?? "",
      maintenance_database: env.DB_WAITINGROOM_DATABASE ?? "postgres",
      parameters: "",
    }
  }
  return undefined
}

/** Medusa's own variables for the server that its tests use. */
export function connectionToEnvironment(connection: DatabaseConnection): Record<string, string> {
  return {
    DB_HOST: connection.host,
    DB_PORT: String(connection.port),
    DB_USERNAME: connection.user,
    DB_PASSWORD: connection.password,
    DB_WAITINGROOM_DATABASE: connection.maintenance_database,
  }
}

/** The server that the tests share: jest's global set-up has put it into the environment. */
export function testConnection(): DatabaseConnection {
  const connection = connectionFromEnvironment({ ...process.env, DATABASE_URL: undefined })
  if (!connection) {
    throw new Error("DB_HOST is not set: run the tests with npm test")
  }
  return connection
}

export function databaseUrl(connection: DatabaseConnection, name: string): string {
  const { host, port, user, password, parameters } = connection
  const credentials = [user, password].filter(Boolean).map(encodeURIComponent).join(":")
  return `postgres://${credentials}@${host}:${port}/${encodeURIComponent(name)}${parameters}`
}

/** Creates a database, as a copy of `template` if there is one, and returns its URL. */
export async function createDatabase(
  connection: DatabaseConnection,
  name: string,
  template?: string
): Promise<string> {
  const source = template ? ` TEMPLATE ${escapeIdentifier(template)}` : ""
  await query(
    databaseUrl(connection, connection.maintenance_database),
    `CREATE DATABASE ${escapeIdentifier(name)}${source}`
  )
  return databaseUrl(connection, name)
}

/** Drops a database, also under connections that are still open. Does nothing where there is none. */
export async function dropDatabase(connection: DatabaseConnection, name: string): Promise<void> {
  await query(
    databaseUrl(connection, connection.maintenance_database),
    `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`
  )
}

export async function databaseExists(
  connection: DatabaseConnection,
  name: string
): Promise<boolean> {
  const rows = await query(
    databaseUrl(connection, connection.maintenance_database),
    "SELECT 1 FROM pg_database WHERE datname = $1",
    [name]
  )
  return rows.length > 0
}

/** Runs one statement on a connection of its own, and returns its rows. */
export async function query<Row extends QueryResultRow = Record<string, unknown>>(
  url: string,
  text: string,
  params: unknown[] = []
): Promise<Row[]> {
  return await withClient(url, async (client) => (await client.query<Row>(text, params)).rows)
}

/** Lends a connected client, for transactions, locks and `LISTEN`; the connection closes afterwards. */
export async function withClient<Result>(
  url: string,
  use: (client: Client) => Promise<Result>
): Promise<Result> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** Waits until a session of the database waits for a lock: the point at which a race has been brought about. */
export async function untilSomebodyWaitsForALock(url: string, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs
  await withClient(url, async (client) => {
    for (;;) {
      const { rowCount } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
      )
      if (rowCount) {
        return
      }
      if (Date.now() > deadline) {
        throw new Error("nobody waits for a lock")
      }
    }
  })
}
