import { availableParallelism } from "node:os"
import { setTimeout as delay } from "node:timers/promises"
import scrypt from "scrypt-kdf"
import { createDatabase, type DatabaseConnection, dropDatabase, query } from "../helpers/database"
import { bearer, createApi } from "../helpers/http"
import { uploadPeople } from "../helpers/people-file"
import { migrate, type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"
import { type BenchAdmin, seedAdmins } from "./admins"
import { JWT_SECRET, type Settings } from "./settings"

export type ImportFigure = {
  title: string
  people: number
  /** From the confirmation until the last one is done, by the clock of the database. */
  seconds: number
}

export type Imports = {
  with_password: ImportFigure & {
    /** How long scrypt alone takes for as many passwords on all cores, before and after. */
    raw_scrypt_seconds: number
  }
  without_password: ImportFigure[]
}

/** What Medusa's password provider (2.21) hashes with, unless told otherwise. */
const HASH = { logN: 15, r: 8, p: 1 }

const SAMPLE = 120
const POLL_MS = 500
const TIME_LIMIT_MS = 600_000

/** Imports people from files, with nothing else going on, on a database of their own. */
export async function measureImports(
  connection: DatabaseConnection,
  settings: Settings,
  signal: AbortSignal
): Promise<Imports> {
  const name = `user-lifecycle-bench-imports-${process.pid}`
  const url = await createDatabase(connection, name)
  try {
    await migrate(url, {}, signal)
    const [root] = await seedAdmins(url, JWT_SECRET, "importer", 1)
    const server = await spawnServer({ databaseUrl: url, env: { JWT_SECRET }, signal })
    try {
      return await measureOn(server, url, root, settings)
    } finally {
      await server.stop()
    }
  } finally {
    await dropDatabase(connection, name)
  }
}

async function measureOn(
  server: Server,
  databaseUrl: string,
  root: BenchAdmin,
  settings: Settings
): Promise<Imports> {
  const api = createApi(server.url)

  const importPeople = async (
    title: string,
    name: string,
    people: number,
    header: string,
    toLine: (email: string) => string,
    fields: Record<string, string> = {}
  ) => {
    // The emails of the import before leave once it is over.
    await waitUntil(
      "no email waits",
      async () => {
        await delay(POLL_MS)
        const waiting = await query(
          databaseUrl,
          "SELECT 1 FROM email_delivery WHERE status = 'pending' LIMIT 1"
        )
        return waiting.length === 0
      },
      TIME_LIMIT_MS
    )
    const lines = Array.from({ length: people }, (_, index) =>
      toLine(`${name}-${index}@example.com`)
    )
    const { status, data } = await uploadPeople(api, bearer(root.token), {
      content: `${header}\n${lines.join("\n")}\n`,
      fields: { dry_run: "false", ...fields },
    })
    if (status !== 200 || data.lines.length) {
      throw new Error(`The import could not begin: ${status} ${JSON.stringify(data)}`)
    }
    // Asked seldom, so that the asking takes nothing of what is measured; the database has the times.
    let seconds: number | null = null
    await waitUntil(
      "the import is done",
      async () => {
        await delay(POLL_MS)
        const [row] = await query<{ seconds: number | null }>(
          databaseUrl,
          "SELECT extract(epoch FROM ended_at - confirmed_at)::float8 AS seconds FROM user_import WHERE id = $1",
          [data.import.id]
        )
        seconds = row.seconds
        return seconds !== null
      },
      TIME_LIMIT_MS
    )
    const [{ done }] = await query<{ done: number }>(
      databaseUrl,
      "SELECT count(*)::int AS done FROM user_import_row WHERE import_id = $1 AND status IN ('created', 'invited')",
      [data.import.id]
    )
    if (done !== people || seconds === null) {
      throw new Error(`Of ${people} people, ${done} were imported.`)
    }
    return { title, people, seconds }
  }

  const before = await hashesPerSecond()
  const with_password = await importPeople(
    "With a password",
    "password",
    settings.imported_with_password,
    "email,password",
    (email) => `${email},correct horse battery staple`
  )
  const after = await hashesPerSecond()
  const raw_scrypt_seconds = settings.imported_with_password / ((before + after) / 2)
  const without_password = [
    await importPeople(
      "With a login at a provider",
      "sso",
      settings.imported_without_password,
      "email,auth_provider,auth_entity_id",
      (email) => `${email},test-sso,sso|${email}`
    ),
    await importPeople(
      "Invited",
      "invited",
      settings.imported_without_password,
      "email",
      (email) => email
    ),
    await importPeople(
      "To set a password by an email",
      "first",
      settings.imported_without_password,
      "email",
      (email) => email,
      { default_method: "set_password" }
    ),
  ]
  return { with_password: { ...with_password, raw_scrypt_seconds }, without_password }
}

/** How many passwords this machine hashes in a second, on all of its cores, and doing nothing else. */
async function hashesPerSecond(): Promise<number> {
  const startedAt = performance.now()
  let left = SAMPLE
  const hashAll = async () => {
    while (left-- > 0) {
      await scrypt.kdf("correct horse battery staple", HASH)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, hashAll))
  return SAMPLE / ((performance.now() - startedAt) / 1000)
}
