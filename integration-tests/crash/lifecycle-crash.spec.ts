import { setTimeout as delay } from "node:timers/promises"
import { Client } from "pg"
import { type Api, bearer, createApi, type Credential, login } from "../helpers/http"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"

const PASSWORD = "correct horse battery staple"

type Action = {
  name: string
  /** What was done to the person before. */
  after?: "suspend" | "offboard"
  body?: Record<string, unknown>
}

const actions: Action[] = [
  { name: "suspend", body: { reason: "leave", until: "2099-01-01" } },
  { name: "reactivate", after: "suspend" },
  { name: "restore", after: "offboard" },
  { name: "revoke-sessions" },
  { name: "change-email", body: { email: "lovelace@example.com" } },
]

/** All that a change to a person may write. */
const DUMP = `SELECT ${[
  '"user"',
  "user_access",
  "auth_identity",
  "provider_identity",
  "auth_password_reset_token",
  "api_key",
  "invite",
  "lifecycle_event",
]
  .map(
    (table) =>
      `(SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM ${table} t) AS ${table.replaceAll('"', "")}`
  )
  .join(", ")}`

describe("a server that is killed at the last write of every other lifecycle change", () => {
  let migrated: MigratedDatabase
  let database: Client
  let server: Server
  let api: Api
  let root: Credential
  const ids = new Map<string, string>()

  const start = async () => {
    server = await spawnServer({ databaseUrl: migrated.url })
    api = createApi(server.url)
    root = bearer(await login(api, "root@example.com", PASSWORD))
  }
  const perform = ({ name, body }: Action) =>
    api.post(`/admin/users/${ids.get(name)}/${name}`, body ?? {}, root)
  const dump = async () => (await database.query(DUMP)).rows[0]

  const waitUntil = async (condition: string, count: number) => {
    const deadline = Date.now() + 30_000
    for (;;) {
      const { rows } = await database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND backend_type = 'client backend' AND ${condition}`
      )
      if (rows[0].count === count) {
        return
      }
      if (Date.now() > deadline) {
        throw new Error(`There are ${rows[0].count} connections, not ${count}, with ${condition}`)
      }
      await delay(10)
    }
  }

  beforeAll(async () => {
    migrated = await createMigratedDatabase()
    database = new Client({ connectionString: migrated.url })
    await database.connect()
    await seedAdmin(migrated.url, { email: "root@example.com", password: PASSWORD })
    await start()
    for (const { name, after } of actions) {
      const email = `${name}@example.com`
      const { data } = await api.post("/admin/users", { email, password: PASSWORD }, root)
      ids.set(name, data.user.id)
      if (after) {
        await api.post(`/admin/users/${data.user.id}/${after}`, {}, root)
      }
    }
  })
  afterAll(async () => {
    await server?.kill()
    await database?.end()
    await migrated?.drop()
  })

  it("leaves everything as it was, and does all of it when it is asked again", async () => {
    const before = await dump()

    await database.query("BEGIN")
    // Whoever writes what a person may do waits here, with everything else written.
    await database.query("LOCK TABLE user_access IN SHARE MODE")
    const requests = actions.map((action) => perform(action).catch(() => undefined))
    await waitUntil("wait_event_type = 'Lock'", actions.length)
    await server.kill("SIGKILL")
    await database.query("COMMIT")
    expect(await Promise.all(requests)).toEqual(actions.map(() => undefined))
    await waitUntil("true", 0)

    expect(await dump()).toEqual(before)

    await start()
    for (const action of actions) {
      expect([action.name, (await perform(action)).status]).toEqual([action.name, 200])
    }
    const after = await dump()
    for (const table of ["user", "user_access", "provider_identity", "lifecycle_event"]) {
      expect(after[table]).not.toEqual(before[table])
    }
  })
})
