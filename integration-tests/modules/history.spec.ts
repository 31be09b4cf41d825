import path from "node:path"
import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"

type HistoryModule = typeof import("../../src/database/history")

const BUILT = path.join(__dirname, "../../.medusa/server/src/database/history.js")

const EMAIL = "ada@example.com"
const LOGIN = { provider: "test-sso", entity_id: "sso|ada" }
const BLANK = { is_suspended: false, gone_at: null }

useBackend({}, ({ getContainer, sql }) => {
  let history: HistoryModule
  let db: Knex

  beforeAll(async () => {
    history = (await import(BUILT)) as HistoryModule
    db = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
  })

  let entries = 0
  const write = async (
    type: string,
    day: number,
    entry: { email?: string; data?: object } = {}
  ) => {
    const { email = EMAIL, data = null } = entry
    await sql(
      `INSERT INTO lifecycle_event (id, type, user_id, email, actor_type, data, created_at)
       VALUES ($1, $2, 'user_ada', $3, 'system', $4, $5)`,
      [`ulevt_${++entries}`, type, email, data, dayOf(day)]
    )
  }
  const dayOf = (day: number) => new Date(Date.UTC(2026, 0, day))
  const createUser = (email = EMAIL, deletedAt: Date | null = null) =>
    sql(`INSERT INTO "user" (id, email, deleted_at) VALUES ('user_ada', $1, $2)`, [
      email,
      deletedAt,
    ])
  const ofEmail = () => history.findHistoryOfEmail(db, EMAIL)
  const ofLogin = () => history.findHistoryOfLogin(db, LOGIN)

  it("knows nothing of a stranger, and nothing bad of whoever is active", async () => {
    expect([await ofEmail(), await ofLogin()]).toEqual([BLANK, BLANK])
    await createUser()
    await write("user_provisioned", 1, { data: { logins: [LOGIN] } })
    expect([await ofEmail(), await ofLogin()]).toEqual([BLANK, BLANK])
    expect(await history.findErasedUser(db, "user_nobody")).toBeUndefined()
  })

  it("finds who is gone by an email of now and of before, in whatever case, and by a login among others", async () => {
    await createUser("ada.new@example.com", dayOf(9))
    expect(await ofEmail()).toEqual(BLANK)
    await write("user_email_changed", 2, {
      email: "ada.new@example.com",
      data: { former_email: " Ada@Example.COM" },
    })
    const logins = [{ provider: "emailpass", entity_id: EMAIL }, LOGIN]
    await write("user_offboarded", 3, { email: "ada.new@example.com", data: { logins } })

    expect([await ofEmail(), await ofLogin()]).toEqual(
      Array(2).fill({ is_suspended: false, gone_at: dayOf(9) })
    )
    const others = [
      { ...LOGIN, provider: "emailpass" },
      { ...LOGIN, entity_id: EMAIL },
    ]
    for (const other of others) {
      expect(await history.findHistoryOfLogin(db, other)).toEqual(BLANK)
    }
  })

  it("dates the end of somebody whose row is gone by the last entry about them as a user", async () => {
    await write("user_provisioned", 1)
    expect((await ofEmail()).gone_at).toEqual(dayOf(1))
    await write("user_suspended", 5)
    await write("user_offboarded", 8, { data: { was_deleted_before: true } })
    expect(await ofEmail()).toEqual({ is_suspended: false, gone_at: dayOf(5) })
    expect(await history.findErasedUser(db, "user_ada")).toMatchObject({
      id: "user_ada",
      email: EMAIL,
      deleted_at: dayOf(5),
    })
  })

  it("does not take whose provision was undone for somebody gone, unless they were offboarded", async () => {
    await write("user_provisioned", 1)
    await write("user_provision_reverted", 2)
    expect(await ofEmail()).toEqual(BLANK)
    expect(await history.findErasedUser(db, "user_ada")).toBeUndefined()
    await write("user_offboarded", 3)
    expect((await ofEmail()).gone_at).toEqual(dayOf(3))
  })

  it("knows who is suspended now, and not whose suspension is over", async () => {
    await createUser()
    await sql(
      "INSERT INTO user_access (id, user_id, status, until) VALUES ('uacc_ada', 'user_ada', 'suspended', now() + interval '1 day')"
    )
    expect(await ofEmail()).toEqual({ is_suspended: true, gone_at: null })
    await sql("UPDATE user_access SET until = clock_timestamp()")
    expect(await ofEmail()).toEqual(BLANK)
  })

  it("reads the ledger by its indexes", async () => {
    await sql(
      `INSERT INTO lifecycle_event (id, type, user_id, email, actor_type, data)
       SELECT 'ulevt_many_' || i, 'user_offboarded', 'user_' || i, 'user-' || i || '@example.com', 'system',
         jsonb_build_object(
           'former_email', 'former-' || i || '@example.com',
           'logins', jsonb_build_array(jsonb_build_object('provider', 'test-sso', 'entity_id', 'sso|' || i))
         )
       FROM generate_series(1, 20000) i`
    )
    await sql(
      `INSERT INTO "user" (id, email) SELECT 'user_many_' || i, 'living-' || i || '@example.com' FROM generate_series(1, 20000) i`
    )
    await sql('ANALYZE lifecycle_event, "user"')
    const asked: { sql: string; bindings: unknown[] }[] = []
    const listen = (query: { sql: string; bindings: unknown[] }) => asked.push(query)
    db.on("query", listen)
    await history.findHistoryOfEmail(db, "former-7@example.com")
    await history.findHistoryOfLogin(db, { provider: "test-sso", entity_id: "sso|7" })
    const auth = { provider: "test-sso", entity_id: "sso|8" }
    const people = ["user-7@example.com", "former-9@example.com", "new@example.com"]
    const gone = await history.findReturning(db, [
      ...people.map((email) => ({ email, auth: null })),
      { email: "other@example.com", auth },
    ])
    db.removeListener("query", listen)
    expect([...gone.keys()].sort()).toEqual([
      "former-9@example.com",
      "other@example.com",
      "user-7@example.com",
    ])

    expect(asked).toHaveLength(3)
    for (const query of asked) {
      const plan = await sql(`EXPLAIN ${query.sql}`, query.bindings)
      const text = plan.map((row) => row["QUERY PLAN"]).join("\n")
      expect(text).toContain("IDX_lifecycle_event_")
      expect(text).not.toContain("Seq Scan on lifecycle_event")
      expect(text).not.toContain('Seq Scan on "user"')
    }
  })
})
