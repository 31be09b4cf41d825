import { Client } from "pg"
import { type Api, bearer, createApi, type Credential, login, signInWithSso } from "../helpers/http"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"
import { dumpTables, untilConnections } from "./what-is-left"

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
const TABLES = [
  "user",
  "user_access",
  "auth_identity",
  "provider_identity",
  "auth_password_reset_token",
  "api_key",
  "invite",
  "lifecycle_event",
]

/** An invite that is accepted in one call, beside the changes to people who are there. */
const ACCEPTANCE: Action = { name: "accept" }

/** Somebody who is invited, and signs in at an identity provider. */
const ADMISSION: Action = { name: "admission" }

const changes = [...actions, ACCEPTANCE, ADMISSION]

/** The end of all sessions, which waits for every change that is under way. */
const REVOCATION: Action = { name: "revoke-all-sessions" }

describe("a server that is killed at the last write of every other lifecycle change", () => {
  let migrated: MigratedDatabase
  let database: Client
  let server: Server
  let api: Api
  let root: Credential
  const ids = new Map<string, string>()
  let inviteToken: string
  let ssoToken: string

  const start = async () => {
    server = await spawnServer({ databaseUrl: migrated.url })
    api = createApi(server.url)
    root = bearer(await login(api, "root@example.com", PASSWORD))
  }
  const perform = (action: Action) => {
    switch (action) {
      case ACCEPTANCE:
        return api.post("/admin/invites/accept", { token: inviteToken, password: PASSWORD })
      case ADMISSION:
        return api.post("/auth/test-sso/user", undefined, bearer(ssoToken))
      case REVOCATION:
        return api.post("/admin/user-lifecycle/revoke-all-sessions", {}, root)
      default:
        return api.post(
          `/admin/users/${ids.get(action.name)}/${action.name}`,
          action.body ?? {},
          root
        )
    }
  }
  const dump = () => dumpTables(database, TABLES)

  const waitForEmails = () =>
    waitUntil("the invites' emails left", async () => {
      const { rows } = await database.query(
        "SELECT status FROM email_delivery WHERE subject_type = 'invite'"
      )
      return rows.length === 2 && rows.every(({ status }) => status === "sent")
    })

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
    const { data } = await api.post("/admin/invites", { email: "grace@example.com" }, root)
    inviteToken = data.invite.token
    const linus = "linus@example.com"
    await api.post("/admin/invites", { email: linus }, root)
    ssoToken = await signInWithSso(api, { sub: "sso|linus", email: linus })
    // Their emails would write to the ledger in the middle of it.
    await waitForEmails()
  })
  afterAll(async () => {
    await server?.kill()
    await database?.end()
    await migrated?.drop()
  })

  const killDuring = async (performed: Action[]) => {
    await database.query("BEGIN")
    // Whoever writes what a person may do waits here, with everything else written.
    await database.query("LOCK TABLE user_access IN SHARE MODE")
    const requests = performed.map((action) => perform(action).catch(() => undefined))
    await untilConnections(database, "wait_event_type = 'Lock'", performed.length)
    await server.kill("SIGKILL")
    await database.query("COMMIT")
    expect(await Promise.all(requests)).toEqual(performed.map(() => undefined))
    await untilConnections(database, "true", 0)
  }

  it("leaves everything as it was, and does all of it when it is asked again", async () => {
    const before = await dump()
    await killDuring(changes)
    expect(await dump()).toEqual(before)

    await start()
    for (const action of changes) {
      expect([action.name, (await perform(action)).status]).toEqual([action.name, 200])
    }
    const after = await dump()
    for (const table of ["user", "user_access", "provider_identity", "lifecycle_event", "invite"]) {
      expect(after[table]).not.toEqual(before[table])
    }
  })

  it("leaves everybody's sessions as they were, and ends them when it is asked again", async () => {
    const before = await dump()
    await killDuring([REVOCATION])
    expect(await dump()).toEqual(before)

    await start()
    expect((await perform(REVOCATION)).status).toBe(200)
    expect((await dump()).user_access).not.toEqual(before.user_access)
  })
})
