import { type Api, bearer, createApi, type Credential, login } from "../helpers/http"
import {
  linkIn,
  type MailServer,
  type ReceivedEmail,
  startMailServer,
} from "../helpers/mail-server"
import { createMigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"
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
})
