import { query } from "../helpers/database"
import { type Api, bearer, createApi, type Credential, login } from "../helpers/http"
import {
  linkIn,
  type MailServer,
  type ReceivedEmail,
  startMailServer,
} from "../helpers/mail-server"
import { createMigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { freePort, type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"

const PASSWORD = "correct horse battery staple"

describe("an email, as a mail server gets it from a running application", () => {
  let database: Awaited<ReturnType<typeof createMigratedDatabase>>
  let mailServer: MailServer
  let server: Server
  let api: Api
  let root: Credential

  beforeAll(async () => {
    database = await createMigratedDatabase()
    mailServer = await startMailServer()
    server = await spawnServer({
      databaseUrl: database.url,
      env: {
        SMTP_OPTIONS: JSON.stringify({
          host: "127.0.0.1",
          port: mailServer.port,
          secure: false,
          from: "Example Shop <shop@example.com>",
        }),
      },
    })
    api = createApi(server.url)
    await seedAdmin(database.url, { email: "root@example.com", password: PASSWORD })
    root = bearer(await login(api, "root@example.com", PASSWORD))
  })

  afterAll(async () => {
    await server?.stop()
    await mailServer?.stop()
    await database?.drop()
  })

  const emailTo = async (recipient: string): Promise<ReceivedEmail> => {
    const find = () => mailServer.emails.find(({ envelope }) => envelope.to.includes(recipient))
    await waitUntil(`an email to ${recipient} arrived`, () => !!find())
    return find() as ReceivedEmail
  }

  /** The same link in both versions, whole after all encoding and wrapping. */
  const tokenIn = (email: ReceivedEmail): string => {
    const link = linkIn(email)
    const href = /href="([^"]+)"/.exec(String(email.parsed.html))?.[1]
    expect(href?.replace(/&amp;/g, "&")).toBe(link.href)
    return String(link.searchParams.get("token"))
  }

  it("with an invite leads to a login that works", async () => {
    await api.post("/admin/invites", { email: "grace@example.com" }, root)
    const email = await emailTo("grace@example.com")
    expect(email.parsed.from?.text).toBe('"Example Shop" <shop@example.com>')
    expect(email.parsed.subject).toBe("You are invited to Medusa Store")
    // No line is longer than mail servers must take (RFC 5322, section 2.1.1).
    expect(Math.max(...email.raw.split("\r\n").map(({ length }) => length))).toBeLessThan(998)

    const body = { token: tokenIn(email), password: PASSWORD, first_name: "Grace" }
    const { status, data } = await api.post("/admin/invites/accept", body)
    expect(status).toBe(200)
    const token = await login(api, "grace@example.com", PASSWORD)
    for (const each of [data.token, token]) {
      const me = await api.get("/admin/users/me", bearer(each))
      expect(me.data.user.email).toBe("grace@example.com")
    }
  })

  it("with a link to set a password leads to a login that works", async () => {
    const ada = { email: "ada@example.com", first_name: "Ada\r\nBcc: all@example.com <b>" }
    await api.post("/admin/users", ada, root)
    const email = await emailTo("ada@example.com")
    expect(email.envelope.to).toEqual(["ada@example.com"])
    expect(email.parsed.headers.has("bcc")).toBe(false)
    expect(String(email.parsed.html)).not.toContain("<b>")

    const answer = await api.post(
      "/auth/user/emailpass/update",
      { password: PASSWORD },
      bearer(tokenIn(email))
    )
    expect(answer.status).toBe(200)
    await login(api, "ada@example.com", PASSWORD)
  })

  it("waits for a mail server that is down, and arrives once when it is up again", async () => {
    const { port } = mailServer
    await mailServer.stop()
    await api.post("/admin/invites", { email: "linus@example.com" }, root)
    const delivery = async () => {
      const [row] = await query<{ status: string; last_error: string | null; attempts: number }>(
        database.url,
        "SELECT status, last_error, attempts FROM email_delivery WHERE recipient = 'linus@example.com'"
      )
      return row
    }
    await waitUntil("an attempt failed", async () => !!(await delivery())?.last_error, 60_000)
    expect(await delivery()).toMatchObject({
      status: "pending",
      last_error: expect.stringContaining("ECONNREFUSED"),
    })

    mailServer = await startMailServer({ port })
    await waitUntil("the email arrived", () => mailServer.emails.length > 0, 120_000)
    await waitUntil("that is written down", async () => (await delivery()).status === "sent")
    expect((await delivery()).attempts).toBeGreaterThan(1)
    const entries = await query(
      database.url,
      "SELECT type FROM lifecycle_event WHERE email = 'linus@example.com' AND type LIKE 'email%'"
    )
    expect(entries).toEqual([{ type: "email_sent" }])
    expect(mailServer.emails).toHaveLength(1)
  }, 240_000)
})

describe("an application with the provider for SMTP", () => {
  let database: Awaited<ReturnType<typeof createMigratedDatabase>>

  beforeAll(async () => {
    database = await createMigratedDatabase()
  })

  afterAll(() => database?.drop())

  const boot = (options: Record<string, unknown>) =>
    spawnServer({
      databaseUrl: database.url,
      env: {
        SMTP_OPTIONS: JSON.stringify({
          host: "127.0.0.1",
          secure: false,
          from: "shop@example.com",
          ...options,
        }),
      },
      startTimeoutMs: 120_000,
    })

  it("does not start with a wrong option, and says which", async () => {
    await expect(boot({ port: 25, timout_ms: 1 })).rejects.toThrow(
      /SMTP provider .* can't start[^]*timout_ms/
    )
  })

  it("starts where the mail server can't be reached, and says so", async () => {
    const port = await freePort()
    const server = await boot({ port })
    try {
      await waitUntil("it was said", () =>
        server.logs().includes(`the mail server 127.0.0.1:${port} can't be used at the moment`)
      )
    } finally {
      await server.stop()
    }
  })
})
