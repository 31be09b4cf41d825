import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { findingKinds } from "../../src/domain/findings/finding"
import { createDatabase, dropDatabase, testConnection } from "../helpers/database"
import {
  type Api,
  type ApiResponse,
  apiKey,
  bearer,
  createApi,
  type Credential,
  login,
} from "../helpers/http"
import { createOutbox } from "../helpers/outbox"
import { usePasswordToken } from "../helpers/reset-tokens"
import { seedAdmin } from "../helpers/seed-admin"
import { migrate, type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"

const PASSWORD = "correct horse battery staple"
const NEW_PASSWORD = "another horse, another battery"

const emailOf = (name: string) => `${name}@example.com`

/*
 * A backend that lived without the plugin, whose process was killed while Medusa's own flows wrote: each hangs at its next
 * write, at a row that the test has locked, when SIGKILL comes. Then it gets the plugin.
 */
describe("a backend that gets the plugin after Medusa was killed half way through its own flows", () => {
  const name = `user-lifecycle-${randomUUID().slice(0, 8)}`
  const outbox = createOutbox()
  let url: string
  let database: Client
  /** A session that locks rows. */
  let locks: Client
  /** A session that is about to make a user, for which Medusa waits who makes one with the same email. */
  let namesake: Client
  let server: Server
  let api: Api
  let root: Credential

  const start = async (plugin: "on" | "off") => {
    server = await spawnServer({
      databaseUrl: url,
      env: { USER_LIFECYCLE: plugin, OUTBOX_FILE: outbox.file },
    })
    api = createApi(server.url)
    root = bearer(await login(api, "root@example.com", PASSWORD))
  }

  const succeeded = ({ status, data }: ApiResponse): ApiResponse["data"] => {
    expect({ status, data }).toMatchObject({ status: 200 })
    return data
  }

  const waitForSessions = (what: string, condition: string, count: number) =>
    waitUntil(what, async () => {
      const { rows } = await database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> ALL ($1) AND backend_type = 'client backend'
           AND ${condition}`,
        [await Promise.all([database, locks, namesake].map(pidOf))]
      )
      return rows[0].count === count
    })

  type Table = "user" | "auth_identity" | "invite"

  const findId = async (table: Table, who: string): Promise<string | undefined> => {
    const query =
      table === "auth_identity"
        ? "SELECT auth_identity_id AS id FROM provider_identity WHERE entity_id = $1"
        : `SELECT id FROM "${table}" WHERE email = $1 ORDER BY created_at DESC LIMIT 1`
    const { rows } = await database.query<{ id: string }>(query, [emailOf(who)])
    return rows[0]?.id
  }
  const idOf = async (table: Table, who: string): Promise<string> => {
    const id = await findId(table, who)
    if (!id) {
      throw new Error(`There is no ${table} of ${who}`)
    }
    return id
  }
  const lock = async (table: "auth_identity" | "invite", who: string) =>
    locks.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [await idOf(table, who)])

  const register = async (who: string): Promise<Credential> => {
    const body = { email: emailOf(who), password: PASSWORD }
    return bearer(succeeded(await api.post("/auth/user/emailpass/register", body)).token)
  }
  const invite = async (who: string): Promise<string> =>
    succeeded(await api.post("/admin/invites", { email: emailOf(who) }, root)).invite.token
  const accept = (token: string, { headers }: Credential) =>
    api.post("/admin/invites/accept", { first_name: "Somebody" }, { headers, params: { token } })
  const remove = (id: string) => api.delete(`/admin/users/${id}`, root)
  /** The recipe of Medusa's guides: register, create, link. */
  const provision = (who: string) =>
    api.post("/admin/saga-users", { email: emailOf(who), password: PASSWORD }, root)

  /** Somebody who came the regular way, without the plugin. */
  const join = async (who: string): Promise<Credential> => {
    const token = await invite(who)
    succeeded(await accept(token, await register(who)))
    return bearer(await login(api, emailOf(who), PASSWORD))
  }

  const findings = async (): Promise<{ id: string }[]> =>
    succeeded(await api.get("/admin/user-lifecycle/findings?limit=200", root)).findings

  beforeAll(async () => {
    url = await createDatabase(testConnection(), name)
    await migrate(url, { USER_LIFECYCLE: "off" })
    await seedAdmin(url, { email: "root@example.com", password: PASSWORD })
    database = new Client({ connectionString: url })
    locks = new Client({ connectionString: url })
    namesake = new Client({ connectionString: url })
    await Promise.all([database, locks, namesake].map((client) => client.connect()))
    await start("off")
  })
  afterAll(async () => {
    await server?.kill()
    await Promise.all([database, locks, namesake].map((client) => client?.end()))
    await dropDatabase(testConnection(), name)
  })

  it("has exactly the drift that the kill left, and none after a repair, and everybody can do what they should", async () => {
    // All right, with and without the plugin.
    await join("ok")
    // Who leaves.
    const ada = await join("ada")
    const made = await api.post("/admin/api-keys", { title: "key", type: "secret" }, ada)
    const key = apiKey(succeeded(made).api_key.token)
    const mary = await join("mary")
    await join("joan")
    for (const who of ["mary", "joan"]) {
      await database.query(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}' WHERE id = $1`,
        [await idOf("auth_identity", who)]
      )
    }
    // Who comes.
    const graces = { token: await invite("grace"), credential: await register("grace") }
    const linuses = { token: await invite("linus"), credential: await register("linus") }
    await register("edith")

    // Joan's deletion is complete, as far as Medusa's go.
    succeeded(await remove(await idOf("user", "joan")))

    await locks.query("BEGIN")
    await lock("auth_identity", "grace")
    await lock("invite", "linus")
    await lock("auth_identity", "ada")
    await lock("auth_identity", "mary")
    await namesake.query("BEGIN")
    await namesake.query(`INSERT INTO "user" (id, email) VALUES ('user_namesake', $1)`, [
      emailOf("alan"),
    ])
    const lost = [
      provision("alan"),
      accept(graces.token, graces.credential),
      accept(linuses.token, linuses.credential),
      remove(await idOf("user", "ada")),
      remove(await idOf("user", "mary")),
    ].map((request) => request.catch(() => undefined))
    await waitForSessions("everybody waits at their next write", "wait_event_type = 'Lock'", 5)
    // Alan's user is made now, and his login is not linked.
    await lock("auth_identity", "alan")
    await namesake.query("ROLLBACK")
    await waitUntil("Alan's user is made", async () => !!(await findId("user", "alan")))
    await waitForSessions("everybody waits at their next write", "wait_event_type = 'Lock'", 5)
    await server.kill("SIGKILL")
    await locks.query("ROLLBACK")
    expect(await Promise.all(lost)).toEqual(lost.map(() => undefined))
    await waitForSessions("every connection of the killed server is closed", "true", 0)

    // Registrations that are not completed within a day will not be.
    await database.query(
      "UPDATE auth_identity SET created_at = now() - interval '25 hours' WHERE app_metadata IS NULL"
    )
    await migrate(url)
    await start("on")

    expect((await findings()).map(({ id }) => id).sort()).toEqual(
      [
        // Nobody is known to the plugin yet.
        `access_missing:${await idOf("user", "root")}`,
        `access_missing:${await idOf("user", "ok")}`,
        `access_missing:${await idOf("user", "grace")}`,
        `access_missing:${await idOf("user", "linus")}`,
        `access_missing:${await idOf("user", "alan")}`,
        `user_without_login:${await idOf("user", "grace")}`,
        `identity_of_nobody:${await idOf("auth_identity", "grace")}`,
        `invite_for_user:${await idOf("invite", "linus")}`,
        `user_without_login:${await idOf("user", "alan")}`,
        `identity_of_nobody:${await idOf("auth_identity", "alan")}`,
        `identity_of_nobody:${await idOf("auth_identity", "edith")}`,
        `identity_of_deleted_user:${await idOf("auth_identity", "ada")}`,
        `api_key_of_gone_user:${succeeded(made).api_key.id}`,
        `identity_of_deleted_user:${await idOf("auth_identity", "mary")}`,
        `identity_blocked_by_null:${await idOf("auth_identity", "joan")}`,
      ].sort()
    )
    // Before any repair, nobody who is gone gets in.
    for (const credential of [ada, key, mary]) {
      expect((await api.get("/admin/products", credential)).status).toBe(401)
    }

    const { results } = succeeded(
      await api.post("/admin/user-lifecycle/findings/repair", { kinds: findingKinds }, root)
    )
    const statuses = new Set(results.map(({ status }: { status: string }) => status))
    expect([...statuses].sort()).toEqual(["gone", "repaired"])
    expect(await findings()).toEqual([])

    // Whose login was complete goes on with it; whose was not sets a password.
    for (const who of ["ok", "linus"]) {
      await login(api, emailOf(who), PASSWORD)
    }
    for (const who of ["grace", "alan"]) {
      const { data } = await outbox.waitFor(({ to }) => to === emailOf(who), 30_000)
      const link = new URL(String(data?.set_password_url)).searchParams.get("token")
      succeeded(await usePasswordToken({ api }, String(link), NEW_PASSWORD))
      await login(api, emailOf(who), NEW_PASSWORD)
    }
    // Who is gone stays gone, keeps what is theirs as a customer, and is in nobody's way.
    for (const who of ["ada", "mary", "joan", "edith"]) {
      const body = { email: emailOf(who), password: NEW_PASSWORD }
      if (who === "mary" || who === "joan") {
        const former = { ...body, password: PASSWORD }
        succeeded(await api.post("/auth/customer/emailpass", former))
      }
      succeeded(await api.post("/admin/users", body, root))
      await login(api, emailOf(who), NEW_PASSWORD)
    }
    for (const credential of [ada, key, mary]) {
      expect((await api.get("/admin/products", credential)).status).toBe(401)
    }
    expect(await findings()).toEqual([])
  })
})

async function pidOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")
  return rows[0].pid
}
