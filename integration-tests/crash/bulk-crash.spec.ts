import { Client } from "pg"
import { type Api, bearer, createApi, type Credential, login } from "../helpers/http"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"
import { dumpTables, untilConnections } from "./what-is-left"

const PASSWORD = "correct horse battery staple"
const REVIEWS = "/admin/user-lifecycle/access-reviews"
const REPAIR = "/admin/user-lifecycle/findings/repair"

const EXPIRED_INVITES = 40

/** All that these changes may write. */
const TABLES = [
  "user",
  "user_access",
  "auth_identity",
  "provider_identity",
  "api_key",
  "invite",
  "access_review",
  "access_review_item",
  "scheduled_offboarding",
  "lifecycle_event",
]

describe("a server that is killed", () => {
  let migrated: MigratedDatabase
  let database: Client
  let server: Server
  let api: Api
  let root: Credential

  const start = async () => {
    server = await spawnServer({ databaseUrl: migrated.url })
    api = createApi(server.url)
    root = bearer(await login(api, "root@example.com", PASSWORD))
  }
  const provision = async (name: string): Promise<string> => {
    const email = `${name}@example.com`
    const { data } = await api.post("/admin/users", { email, password: PASSWORD }, root)
    return data.user.id
  }
  const openReview = () => api.post(REVIEWS, { title: "Yearly" }, root)
  /** Opens a review and decides to keep everybody, or all but one person. */
  const openDecidedReview = async (butUser?: string) => {
    const { id } = (await openReview()).data.access_review
    const { data } = await api.get(`${REVIEWS}/${id}/items?limit=200`, root)
    const items: { id: string; user_id: string }[] = data.items
    const left = items.find(({ user_id }) => user_id === butUser)
    const decisions = items
      .filter((item) => item !== left)
      .map((item) => ({ id: item.id, decision: "keep" }))
    await api.post(`${REVIEWS}/${id}/items`, { items: decisions }, root)
    return { id: id as string, left: left?.id }
  }

  const dump = () => dumpTables(database, TABLES)
  const count = async (what: string) => {
    const { rows } = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${what}`
    )
    return rows[0].count
  }
  const untilNobodyIsConnected = () => untilConnections(database, "true", 0)

  /** Kills the server while a change writes the ledger, as the last thing that it writes. */
  const killAtTheLedger = async (change: () => Promise<unknown>) => {
    await database.query("BEGIN")
    await database.query("LOCK TABLE lifecycle_event IN EXCLUSIVE MODE")
    const answer = change().catch(() => undefined)
    await waitUntil(
      "somebody wrote the ledger",
      async () =>
        (await count(
          `pg_locks WHERE relation = 'lifecycle_event'::regclass AND NOT granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
        )) > 0
    )
    await server.kill("SIGKILL")
    await database.query("COMMIT")
    expect(await answer).toBeUndefined()
    await untilNobodyIsConnected()
  }

  beforeAll(async () => {
    migrated = await createMigratedDatabase()
    database = new Client({ connectionString: migrated.url })
    await database.connect()
    await seedAdmin(migrated.url, { email: "root@example.com", password: PASSWORD })
    await start()
  })
  afterAll(async () => {
    await server?.kill()
    await database?.end()
    await migrated?.drop()
  })

  type Change = {
    name: string
    /** What has to be there before. */
    prepare?: () => Promise<unknown>
    perform: () => Promise<{ status: number; data: unknown }>
    /** How many rows say that it was done, once. */
    traces: () => string
  }

  let person: string
  let review: { id: string; left: string | undefined }

  const changes: Change[] = [
    {
      name: "a finding is repaired",
      prepare: () =>
        database.query(
          `INSERT INTO invite (id, email, accepted, token, expires_at)
           VALUES ('invite_single', 'single@example.com', false, 'single', now() - interval '1 day')`
        ),
      perform: () => api.post(REPAIR, { ids: ["invite_expired:invite_single"] }, root),
      traces: () => "lifecycle_event WHERE type = 'finding_repaired'",
    },
    {
      name: "an access review is opened",
      perform: openReview,
      traces: () => "lifecycle_event WHERE type = 'access_review_opened'",
    },
    {
      name: "somebody is removed in an access review",
      prepare: async () => {
        person = await provision("ada")
        review = await openDecidedReview(person)
      },
      perform: () =>
        api.post(
          `${REVIEWS}/${review.id}/items`,
          { items: [{ id: review.left, decision: "remove" }] },
          root
        ),
      traces: () => `lifecycle_event WHERE type = 'user_offboarded' AND user_id = '${person}'`,
    },
    {
      name: "an access review is closed",
      prepare: async () => {
        review = await openDecidedReview()
      },
      perform: () => api.post(`${REVIEWS}/${review.id}/close`, {}, root),
      traces: () => "lifecycle_event WHERE type = 'access_review_closed'",
    },
    {
      name: "somebody is offboarded whose date has come",
      prepare: async () => {
        person = await provision("grace")
        const at = new Date(Date.now() + 3_600_000).toISOString()
        await api.post(`/admin/users/${person}/offboard`, { at }, root)
        await database.query("UPDATE scheduled_offboarding SET offboard_at = now()")
      },
      perform: () => api.post("/custom/workflows", { id: "run-scheduled-offboardings" }, root),
      traces: () => `lifecycle_event WHERE type = 'user_offboarded' AND user_id = '${person}'`,
    },
  ]

  it.each(changes)(
    "while $name leaves everything as it was, and does it when it is time again",
    async ({ prepare, perform, traces }) => {
      await prepare?.()
      const before = await dump()
      const tracesBefore = await count(traces())

      await killAtTheLedger(perform)
      expect(await dump()).toEqual(before)

      await start()
      expect((await perform()).status).toBe(200)
      expect(await count(traces())).toBe(tracesBefore + 1)
    }
  )

  it("between two of many repairs leaves those done that are in the ledger, and the others to be done", async () => {
    await database.query(
      `INSERT INTO invite (id, email, accepted, token, expires_at)
       SELECT 'invite_' || n, 'late-' || n || '@example.com', false, 'late-' || n, now() - interval '1 day'
       FROM generate_series(1, ${EXPIRED_INVITES}) AS n`
    )
    const left = () => count("invite WHERE email LIKE 'late-%' AND deleted_at IS NULL")
    const told = () =>
      count(
        "lifecycle_event WHERE type = 'finding_repaired' AND data->>'finding_id' LIKE 'invite_expired:%' AND data->>'finding_id' <> 'invite_expired:invite_single'"
      )
    const repair = () => api.post(REPAIR, { kinds: ["invite_expired"] }, root)

    const answer = repair().catch(() => undefined)
    await waitUntil("some were repaired", async () => (await told()) >= 5)
    await server.kill("SIGKILL")
    expect(await answer).toBeUndefined()
    await untilNobodyIsConnected()
    expect(await left()).toBe(EXPIRED_INVITES - (await told()))
    expect(await left()).toBeGreaterThan(0)

    await start()
    const rest = await left()
    expect((await repair()).data.results).toHaveLength(rest)
    expect([await left(), await told()]).toEqual([0, EXPIRED_INVITES])
  })
})
