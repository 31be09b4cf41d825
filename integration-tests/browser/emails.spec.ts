import type { Browser, Page } from "playwright-core"
import { buildDashboard } from "../demo/dashboard"
import { type Api, bearer, createApi, type Credential, login } from "../helpers/http"
import { linkIn, type MailServer, startMailServer } from "../helpers/mail-server"
import { createMigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { freePort, type Server, spawnServer } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"
import { describeInBrowser, launchChromium } from "./chromium"

const PASSWORD = "correct horse battery staple"
const ROOT = { email: "root@example.com", password: PASSWORD }

describeInBrowser("a link in an email that arrived, opened in a browser", (executablePath) => {
  let database: Awaited<ReturnType<typeof createMigratedDatabase>>
  let mailServer: MailServer
  let server: Server
  let browser: Browser
  let page: Page
  let api: Api
  let root: Credential

  beforeAll(async () => {
    await buildDashboard(AbortSignal.timeout(300_000))
    database = await createMigratedDatabase()
    mailServer = await startMailServer()
    const port = await freePort()
    server = await spawnServer({
      databaseUrl: database.url,
      port,
      env: {
        MEDUSA_ADMIN: "on",
        MEDUSA_BACKEND_URL: `http://127.0.0.1:${port}`,
        SMTP_OPTIONS: JSON.stringify({
          host: "127.0.0.1",
          port: mailServer.port,
          secure: false,
          from: "Example Shop <shop@example.com>",
        }),
      },
    })
    api = createApi(server.url)
    await seedAdmin(database.url, ROOT)
    root = bearer(await login(api, ROOT.email, ROOT.password))
    browser = await launchChromium(executablePath)
  }, 420_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await mailServer?.stop()
    await database?.drop()
  })

  beforeEach(async () => {
    mailServer.emails.length = 0
    const context = await browser.newContext({ locale: "en-US" })
    page = await context.newPage()
    page.setDefaultTimeout(30_000)
  })

  afterEach(() => page.context().close())

  /** Opens the link of the email that somebody got. */
  const openLink = async (to: string): Promise<void> => {
    const find = () => mailServer.emails.find(({ envelope }) => envelope.to.includes(to))
    await waitUntil(`an email to ${to} arrived`, () => !!find())
    const email = find()
    await page.goto(linkIn(email as NonNullable<typeof email>).href)
  }

  const logIn = async (email: string, password: string): Promise<void> => {
    await page.goto(`${server.url}/app/login`)
    await page.fill('input[name="email"]', email)
    await page.fill('input[name="password"]', password)
    await page.click('button[type="submit"]')
  }

  /** The dashboard begins with the orders, for somebody who is logged in. */
  const expectToBeIn = async (email: string): Promise<void> => {
    await page.waitForURL(`${server.url}/app/orders`)
    const me = await page.evaluate(async () => {
      const answer = await fetch("/admin/users/me", { credentials: "include" })
      const { user } = (await answer.json()) as { user: { email: string } }
      return user.email
    })
    expect(me).toBe(email)
  }

  const chooseNewPassword = async (password: string): Promise<void> => {
    await page.fill('input[name="password"]', password)
    await page.fill('input[name="repeat_password"]', password)
    await page.click('button[type="submit"]')
    await page.getByText("Password reset successful").waitFor()
  }

  it("accepts an invite: the form is filled in, and the person logs in", async () => {
    await api.post("/admin/invites", { email: "grace@example.com" }, root)
    await openLink("grace@example.com")
    await page.fill('input[name="first_name"]', "Grace")
    await page.fill('input[name="last_name"]', "Hopper")
    await page.fill('input[name="password"]', PASSWORD)
    await page.fill('input[name="repeat_password"]', PASSWORD)
    expect(await page.inputValue('input[name="email"]')).toBe("grace@example.com")
    await page.getByRole("button", { name: "Create account" }).click()
    await page.getByText("Your account has been registered").waitFor()

    await page.getByRole("link", { name: "Start Medusa Admin" }).click()
    await page.waitForURL(`${server.url}/app/login`)
    await logIn("grace@example.com", PASSWORD)
    await expectToBeIn("grace@example.com")
  })

  it("sets a first password", async () => {
    await api.post("/admin/users", { email: "ada@example.com" }, root)
    await openLink("ada@example.com")
    await chooseNewPassword(PASSWORD)
    await logIn("ada@example.com", PASSWORD)
    await expectToBeIn("ada@example.com")
  })

  it("sets another password, after the one on the login page was asked for it", async () => {
    await page.goto(`${server.url}/app/reset-password`)
    await page.fill('input[name="email"]', ROOT.email)
    await page.click('button[type="submit"]')
    await openLink(ROOT.email)
    await chooseNewPassword("another horse battery staple")
    await logIn(ROOT.email, "another horse battery staple")
    await expectToBeIn(ROOT.email)
  })

  it("leads to the login page, where access is back", async () => {
    root = bearer(await login(api, ROOT.email, "another horse battery staple"))
    const { data } = await api.post(
      "/admin/users",
      { email: "linus@example.com", password: PASSWORD },
      root
    )
    await api.post(`/admin/users/${data.user.id}/suspend`, {}, root)
    await api.post(`/admin/users/${data.user.id}/reactivate`, {}, root)
    await waitUntil("the email arrived", () =>
      mailServer.emails.some(({ parsed }) => parsed.subject?.includes("is back"))
    )
    const email = mailServer.emails.find(({ parsed }) => parsed.subject?.includes("is back"))
    await page.goto(linkIn(email as NonNullable<typeof email>).href)
    await page.fill('input[name="email"]', "linus@example.com")
    await page.fill('input[name="password"]', PASSWORD)
    await page.click('button[type="submit"]')
    await expectToBeIn("linus@example.com")
  })
})
