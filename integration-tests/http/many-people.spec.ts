import path from "node:path"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { escapeIdentifier } from "pg"
import { seedPeople } from "../bench/seed-people"
import { useBackend } from "../helpers/backend"
import type { ApiResponse } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"
import { stopJobTimers } from "../helpers/workflows"

const BUILT_CONSTRAINTS = path.join(
  __dirname,
  "../../.medusa/server/src/database/ensure-constraints.js"
)

const PEOPLE = 20_000

/** PostgreSQL reads a table in one go where it expects more than a few rows of it, as it does of larger ones at its usual cost. */
const COST_OF_A_LOOKUP = 5

/** Of which there are as many rows as people, or more. */
const TABLES = [
  "user",
  "auth_identity",
  "provider_identity",
  "user_access",
  "user_activity",
  "lifecycle_event",
]

const userId = (n: number) => `user_01BENCH${String(n).padStart(19, "0")}`

useBackend({}, (backend) => {
  const { api, databaseUrl, getContainer, sql } = backend
  const people = usePeople(backend)
  beforeAll(async () => {
    await stopJobTimers()
    await seedPeople(databaseUrl, PEOPLE)
    // An update of the plugin, which makes the indexes anew, on tables that nothing is written to any more.
    await sql("ANALYZE")
    await sql("COMMENT ON FUNCTION user_lifecycle_one_user_per_email() IS 'of another version'")
    const { ensureConstraints } = (await import(
      BUILT_CONSTRAINTS
    )) as typeof import("../../src/database/ensure-constraints")
    await ensureConstraints(getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION))
    const database = escapeIdentifier(new URL(databaseUrl).pathname.slice(1))
    await sql(`ALTER DATABASE ${database} SET random_page_cost = ${COST_OF_A_LOOKUP}`)
  })

  /** Which tables something read from beginning to end. */
  const readCompletely = async (act: () => Promise<ApiResponse>) => {
    const before = await countRowsRead()
    const { status, data } = await act()
    if (status >= 300) {
      throw new Error(`${status} ${JSON.stringify(data)}`)
    }
    const after = await countRowsRead()
    return TABLES.filter((table) => after[table] - before[table] >= PEOPLE)
  }

  /** How many rows were read without an index, so far. */
  const countRowsRead = async (): Promise<Record<string, number>> => {
    // A connection tells what it has read when it ends, and otherwise in its own time.
    await sql(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`
    )
    const rows = await sql<{ name: string; count: string }>(
      "SELECT relname AS name, seq_tup_read AS count FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname = ANY ($1)",
      [TABLES]
    )
    return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]))
  }

  it("finds what concerns one person without looking at everybody, right after the plugin was updated", async () => {
    const { credential } = people.root
    const on = (n: number, action: string, body = {}) =>
      api.post(`/admin/users/${userId(n)}/${action}`, body, credential)
    const logIn = (email: string) => api.post("/auth/user/emailpass", { email, password: PASSWORD })
    const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
    const ada = { email: "ada@example.com", password: PASSWORD }

    // What is counted is counted.
    const search = () => api.get("/admin/user-lifecycle/people?q=nobody", credential)
    expect(await readCompletely(search)).toContain("user")

    const acts: Record<string, () => Promise<ApiResponse>> = {
      "a request": () => api.get("/admin/users/me", credential),
      access: () => api.get(`/admin/users/${userId(10)}/access`, credential),
      suspend: () => on(10, "suspend"),
      reactivate: () => on(10, "reactivate"),
      "revoke sessions": () => on(10, "revoke-sessions"),
      "change email": () => on(10, "change-email", { email: "moved@example.com" }),
      "reset by an admin": () => on(10, "reset-password"),
      "reset of one's own": async () => {
        const token = await requestResetToken(backend, "person11@example.com")
        return await usePasswordToken(backend, token, PASSWORD)
      },
      "login in another case": () => logIn("Person11@Example.com"),
      "what an offboarding would do": () => on(12, "offboard", { dry_run: true }),
      offboard: () => on(12, "offboard"),
      restore: () => on(12, "restore"),
      "offboard with DELETE": () => api.delete(`/admin/users/${userId(13)}`, credential),
      "offboard on a date": () => on(14, "offboard", { at: inAnHour() }),
      "cancel the date": () => on(14, "cancel-offboarding"),
      provision: () => api.post("/admin/users", ada, credential),
      login: () => logIn(ada.email),
      invite: () => api.post("/admin/invites", { email: "grace@example.com" }, credential),
      register: () =>
        api.post("/auth/user/emailpass/register", {
          email: "grace@example.com",
          password: PASSWORD,
        }),
      batch: () => api.post("/admin/users/batch", { delete: [userId(15)] }, credential),
      "create a key": () => api.post("/admin/api-keys", { title: "k", type: "secret" }, credential),
      "history of a person": () =>
        api.get(`/admin/user-lifecycle/events?user_id=${userId(10)}`, credential),
    }
    const found: Record<string, string[]> = {}
    for (const [name, act] of Object.entries(acts)) {
      found[name] = await readCompletely(act)
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(acts).map((name) => [name, []])))
  })
})
