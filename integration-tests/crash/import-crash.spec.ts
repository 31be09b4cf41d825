import { query } from "../helpers/database"
import { bearer, createApi, login } from "../helpers/http"
import { createMigratedDatabase } from "../helpers/migrated-database"
import { uploadPeople } from "../helpers/people-file"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"

const PASSWORD = "correct horse battery staple"

const WITH_PASSWORD = 60
const WITH_SSO = 300
const INVITED = 300
const PEOPLE = WITH_PASSWORD + WITH_SSO + INVITED

/** As many lines are done when the instance dies. */
const KILL_AFTER = [20, 200, 400]

/** A new instance looks for imports every quarter of a minute. */
const TIMEOUT_MS = 150_000

describe("an import whose instance is killed three times", () => {
  let database: Awaited<ReturnType<typeof createMigratedDatabase>>
  let server: Server

  const start = async () => {
    server = await spawnServer({ databaseUrl: database.url })
  }

  const countDone = async () => {
    const [{ count }] = await query<{ count: number }>(
      database.url,
      "SELECT count(*)::int AS count FROM user_import_row WHERE status <> 'ready'"
    )
    return count
  }

  beforeAll(async () => {
    database = await createMigratedDatabase()
    await seedAdmin(database.url, { email: "root@example.com", password: PASSWORD })
    await start()
  })

  afterAll(async () => {
    await server?.stop()
    await database?.drop()
  })

  it("makes each person once, and leaves nothing half done", async () => {
    const api = createApi(server.url)
    const root = bearer(await login(api, "root@example.com", PASSWORD))
    const lines = Array.from({ length: PEOPLE }, (_, index) => {
      const email = `p${index}@example.com`
      if (index < WITH_PASSWORD) {
        return `${email},${PASSWORD},,`
      }
      return index < WITH_PASSWORD + WITH_SSO ? `${email},,test-sso,sso|${index}` : `${email},,,`
    })
    const { status, data } = await uploadPeople(api, root, {
      content: `email,password,auth_provider,auth_entity_id\n${lines.join("\n")}\n`,
      fields: { dry_run: "false" },
    })
    expect({ status, lines: data.lines }).toEqual({ status: 200, lines: [] })

    for (const after of KILL_AFTER) {
      await waitUntil(
        `${after} lines were done`,
        async () => (await countDone()) >= after,
        TIMEOUT_MS
      )
      await server.kill("SIGKILL")
      expect(await countDone()).toBeLessThan(PEOPLE)
      await start()
    }
    await waitUntil("all lines were done", async () => (await countDone()) === PEOPLE, TIMEOUT_MS)

    const countOf = async (sql: string) =>
      (await query<{ count: number }>(database.url, `SELECT count(*)::int AS count FROM ${sql}`))[0]
        .count
    expect(await countOf("user_import_row WHERE status = 'created'")).toBe(WITH_PASSWORD + WITH_SSO)
    expect(await countOf("user_import_row WHERE status = 'invited'")).toBe(INVITED)
    expect(await countOf(`"user" WHERE email LIKE 'p%'`)).toBe(WITH_PASSWORD + WITH_SSO)
    expect(await countOf("invite WHERE deleted_at IS NULL")).toBe(INVITED)
    expect(
      await countOf(
        `auth_identity i JOIN "user" u ON u.id = i.app_metadata->>'user_id' AND u.email LIKE 'p%'`
      )
    ).toBe(WITH_PASSWORD + WITH_SSO)
    expect(
      await countOf("provider_identity p WHERE p.entity_id LIKE 'p%' OR p.entity_id LIKE 'sso|%'")
    ).toBe(WITH_PASSWORD + WITH_SSO)
    expect(await countOf("lifecycle_event WHERE type = 'user_provisioned'")).toBe(
      WITH_PASSWORD + WITH_SSO
    )
    expect(await countOf("lifecycle_event WHERE type = 'user_invited'")).toBe(INVITED)
    expect(await countOf("user_import_row WHERE sealed_password IS NOT NULL")).toBe(0)
    await login(createApi(server.url), "p0@example.com", PASSWORD)
    await waitUntil(
      "the import was over",
      async () => (await countOf("user_import WHERE status = 'done'")) === 1,
      TIMEOUT_MS
    )
    expect(await countOf("lifecycle_event WHERE type = 'import_completed'")).toBe(1)
  })
})
