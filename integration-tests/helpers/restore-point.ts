import { Client, escapeIdentifier } from "pg"
import { waitUntil } from "./wait-until"

/** Where the copies of the rows are, in the same database. */
const SCHEMA = "restore_point"

/** How long whatever was under way may take to end, before the test that comes next fails. */
const LOCK_TIMEOUT = "20s"

const MAX_ATTEMPTS = 5

const TABLES = `
  SELECT c.oid::text, c.relname AS name,
    ARRAY(
      SELECT t.tgname FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled = 'O'
    )::text[] AS triggers,
    ARRAY(
      SELECT f.confrelid FROM pg_constraint f
      WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid
    )::text[] AS parents
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  ORDER BY c.relname`

// Who waits in the pool has nothing under way, and is as good for the next test. Whoever listens must go: what the instance
// remembers about access is of the test before, and is dropped with the connection that keeps it true.
const END_CONNECTIONS = `
  SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND (state <> 'idle' OR query LIKE 'LISTEN %')`

const COUNT_CONNECTIONS = "SELECT count(*)::int FROM pg_stat_activity WHERE pid = ANY ($1)"

/** Ends them, and waits until they have: one that is told to in a busy moment can be lent once more before it hears of it. */
async function endConnections(client: Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(END_CONNECTIONS)
  const pids = rows.map(({ pid }) => pid)
  await waitUntil("the connections have ended", async () => {
    const { rows } = await client.query<{ count: number }>(COUNT_CONNECTIONS, [pids])
    return rows[0].count === 0
  })
}

type Table = { oid: string; name: string; triggers: string[]; parents: string[] }

/**
 * The rows that a database has at one moment, to have them again at later ones. The tables stay what they are: a test that
 * changes those puts them back. It is many times faster than a copy of the database, whose every catalogue and plan is new.
 *
 * Sequences go on. A role that owns the tables is enough.
 */
export class RestorePoint {
  private constructor(
    private client: Client | undefined,
    private readonly databaseUrl: string,
    /** Those that others refer to come first. */
    private readonly tables: Table[],
    private readonly kept: ReadonlySet<string>
  ) {}

  static async take(databaseUrl: string): Promise<RestorePoint> {
    const client = await connect(databaseUrl)
    const tables = parentsFirst((await client.query<Table>(TABLES)).rows)
    const kept = await findFilled(client, tables)
    await client.query(`CREATE SCHEMA ${SCHEMA}`)
    for (const name of kept) {
      await client.query(`CREATE TABLE ${copyOf(name)} AS TABLE ${original(name)}`)
    }
    return new RestorePoint(client, databaseUrl, tables, kept)
  }

  /** Ends what is under way in the database, and puts its rows back. */
  async restore(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        // A test may have ended every connection.
        const client = (this.client ??= await connect(this.databaseUrl))
        await endConnections(client)
        await this.putBack(client)
        return
      } catch (error) {
        await this.close()
        // Jobs go on between two tests, and have locks of their own.
        if (attempt === MAX_ATTEMPTS) {
          throw error
        }
      }
    }
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined)
    this.client = undefined
  }

  private async putBack(client: Client): Promise<void> {
    const filled = await findFilled(client, this.tables)
    const changed = this.tables.filter(({ name }) => filled.has(name) || this.kept.has(name))
    const triggers = changed.flatMap(({ name, triggers }) =>
      triggers.map((trigger) => ({ table: original(name), trigger: escapeIdentifier(trigger) }))
    )
    await client.query(
      [
        "BEGIN",
        ...triggers.map((of) => `ALTER TABLE ${of.table} DISABLE TRIGGER ${of.trigger}`),
        ...[...changed].reverse().map(({ name }) => `DELETE FROM ${original(name)}`),
        ...changed
          .filter(({ name }) => this.kept.has(name))
          .map(({ name }) => `INSERT INTO ${original(name)} TABLE ${copyOf(name)}`),
        ...triggers.map((of) => `ALTER TABLE ${of.table} ENABLE TRIGGER ${of.trigger}`),
        "COMMIT",
      ].join(";\n")
    )
  }
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl })
  // It is noticed at the next statement.
  client.on("error", () => undefined)
  await client.connect()
  await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`)
  return client
}

async function findFilled(client: Client, tables: Table[]): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    tables
      .map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT 1 FROM ${original(name)})`)
      .join(" UNION ALL ")
  )
  return new Set(rows.map(({ name }) => name))
}

/** Tables that refer to each other in a circle come last: Medusa (2.21) has one among orders, where these tests write nothing. */
function parentsFirst(tables: Table[]): Table[] {
  const ordered: Table[] = []
  const placed = new Set<string>()
  let rest = tables
  for (;;) {
    const next = rest.filter(({ parents }) => parents.every((parent) => placed.has(parent)))
    if (!next.length) {
      return [...ordered, ...rest]
    }
    ordered.push(...next)
    next.forEach(({ oid }) => placed.add(oid))
    rest = rest.filter(({ oid }) => !placed.has(oid))
  }
}

function original(table: string): string {
  return `public.${escapeIdentifier(table)}`
}

function copyOf(table: string): string {
  return `${SCHEMA}.${escapeIdentifier(table)}`
}
