import { createRandom } from "../crash/random"
import { query } from "../helpers/database"
import { type Api, bearer, createApi, type Credential, login } from "../helpers/http"
import { type MailServer, startMailServer } from "../helpers/mail-server"
import { createMigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"

const INVITES = 300
const AT_ONCE = 5
const PASSWORD = "correct horse battery staple"

/** The lease of an email that a killed instance had begun has to end first. */
const DELIVERY_TIMEOUT_MS = 240_000

describe("300 invites, with a mail server that refuses every third email and an instance that is killed twice", () => {
  let database: Awaited<ReturnType<typeof createMigratedDatabase>>
  let mailServer: MailServer
  let refusals = 0
  const servers: Server[] = []

  const start = async (): Promise<Server> => {
    const server = await spawnServer({
      databaseUrl: database.url,
      env: {
        SMTP_OPTIONS: JSON.stringify({
          host: "127.0.0.1",
          port: mailServer.port,
          secure: false,
          from: "shop@example.com",
        }),
        USER_LIFECYCLE_OPTIONS: JSON.stringify({
          emails: { retry_delays_seconds: Array(20).fill(1) },
        }),
      },
    })
    servers.push(server)
    return server
  }

  beforeAll(async () => {
    database = await createMigratedDatabase()
    const random = createRandom(Date.now() % 1_000_000)
    mailServer = await startMailServer({
      refuse: () => {
        if (!random.chance(1 / 3)) {
          return undefined
        }
        refusals++
        return { code: 451, message: "try again later" }
      },
    })
  })

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await mailServer?.stop()
    await database?.drop()
  })

  it("send every invitee one email, whoever is left to send it", async () => {
    await seedAdmin(database.url, { email: "root@example.com", password: PASSWORD })
    let victim = await start()
    const survivor = await start()
    const root = bearer(await login(createApi(survivor.url), "root@example.com", PASSWORD))

    const invite = async (api: Api, credential: Credential, email: string) => {
      const { status, data } = await api.post("/admin/invites", { email }, credential)
      if (status !== 200 && !/already exist/.test(data.message)) {
        throw new Error(`${email}: ${status} ${JSON.stringify(data)}`)
      }
    }
    const emails = Array.from({ length: INVITES }, (_, index) => `invitee-${index + 1}@example.com`)
    const waiting = [...emails]
    let invited = 0
    const keepInviting = async () => {
      for (let email = waiting.shift(); email; email = waiting.shift()) {
        await invite(createApi(victim.url), root, email).catch(async () => {
          // It died in the middle of it; whether the invite is there, the other one knows.
          await invite(createApi(survivor.url), root, email)
        })
        invited++
      }
    }
    const inviting = Promise.all(Array.from({ length: AT_ONCE }, keepInviting))
    for (const after of [INVITES / 4, (3 * INVITES) / 4]) {
      await waitUntil(`${after} were invited`, () => invited >= after)
      await victim.kill("SIGKILL")
      victim = await start()
    }
    await inviting

    await waitUntil(
      "no email was on its way any more, and every invitee had one",
      async () => {
        const [{ count }] = await query<{ count: number }>(
          database.url,
          "SELECT count(*)::int AS count FROM email_delivery WHERE status = 'sent'"
        )
        return count === INVITES
      },
      DELIVERY_TIMEOUT_MS
    )
    const received = mailServer.emails.map(({ envelope, parsed }) => ({
      to: envelope.to.join(),
      id: parsed.messageId,
    }))
    expect([...new Set(received.map(({ to }) => to))].sort()).toEqual([...emails].sort())
    // One that the mail server took, and whose sender died before it could write that down, comes again, as the same one.
    expect(new Set(received.map(({ to, id }) => `${to} ${id}`)).size).toBe(INVITES)
    const repeated = received.length - INVITES
    console.log(
      `${INVITES} invitees, ${refusals} refusals, 2 kills: ${received.length} emails taken, ${repeated} of them twice with the same message id`
    )
    expect(repeated).toBeLessThanOrEqual(2 * AT_ONCE)

    const rows = await query(
      database.url,
      "SELECT email FROM lifecycle_event WHERE type = 'email_sent' GROUP BY email HAVING count(*) = 1"
    )
    expect(rows).toHaveLength(INVITES)
  }, 420_000)
})
