import type { QueryResultRow } from "pg"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { buildDashboard } from "../demo/dashboard"
import { query } from "../helpers/database"
import { type Api, bearer, createApi, type Credential, login, signInWithSso } from "../helpers/http"
import { createMigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { freePort, type Server, spawnServer } from "../helpers/server"
import { describeInBrowser, launchChromium } from "./chromium"

export const PASSWORD = "correct horse battery staple"
export const ROOT = { email: "root@example.com", password: PASSWORD }

/** How long something may take to be there on the page. Less than a test may take, so that it is the wait which fails. */
const WAIT_MS = 60_000

const MAX_TEXT = 4_000

declare global {
  var userLifecycleOnFailure: (() => Promise<void>) | undefined
}

export type OpenOptions = BrowserContextOptions & {
  /** The language of the dashboard, by its code; English by default. */
  language?: string
  /**
   * Whose window it is: somebody who can log in with `PASSWORD`, or where `USER_AUTH_METHODS` leaves passwords out, through the
   * test's provider. root@example.com by default.
   */
  as?: string
}

/** The dashboard on a server of its own, and browsers that are logged in to it. Only usable inside hooks and tests. */
export class Dashboard {
  private server: Server | undefined
  private browser: Browser | undefined
  private database: Awaited<ReturnType<typeof createMigratedDatabase>> | undefined
  private rootCredential: Credential | undefined
  private hasPasswords = true

  async start(executablePath: string, env: NodeJS.ProcessEnv): Promise<void> {
    await buildDashboard(AbortSignal.timeout(300_000))
    this.database = await createMigratedDatabase({ env })
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    this.server = await spawnServer({
      databaseUrl: this.database.url,
      port,
      env: { MEDUSA_ADMIN: "on", MEDUSA_BACKEND_URL: url, ...env },
    })
    this.hasPasswords = env.USER_AUTH_METHODS?.includes("emailpass") ?? true
    await seedAdmin(this.database.url, ROOT)
    this.rootCredential = bearer(await this.logIn(ROOT.email))
    this.browser = await launchChromium(executablePath)
    globalThis.userLifecycleOnFailure = () => this.describePages()
  }

  async stop(): Promise<void> {
    await this.browser?.close()
    await this.server?.stop()
    await this.database?.drop()
  }

  get url(): string {
    return this.started(this.server).url
  }

  get databaseUrl(): string {
    return this.started(this.database).url
  }

  get api(): Api {
    return createApi(this.url)
  }

  get root(): Credential {
    return this.started(this.rootCredential)
  }

  sql<TRow extends QueryResultRow>(text: string, values: unknown[] = []): Promise<TRow[]> {
    return query<TRow>(this.databaseUrl, text, values)
  }

  /** Makes somebody who can log in with `PASSWORD`, and returns their id. */
  async provision(email: string, body: Record<string, unknown> = {}): Promise<string> {
    const { status, data } = await this.api.post(
      "/admin/users",
      { email, password: PASSWORD, ...body },
      this.root
    )
    if (status !== 200) {
      throw new Error(`${email} could not be provisioned: ${JSON.stringify(data)}`)
    }
    return data.user.id
  }

  /** A window of a browser of its own, in which somebody is logged in. */
  async open(
    path: string,
    { as = ROOT.email, language = "en", ...options }: OpenOptions = {}
  ): Promise<Page> {
    const context = await this.started(this.browser).newContext({
      locale: "en-US",
      viewport: { width: 1440, height: 900 },
      ...options,
    })
    const token = await this.logIn(as)
    const session = await context.request.post(`${this.url}/auth/session`, {
      headers: bearer(token).headers,
    })
    if (!session.ok()) {
      throw new Error(`${as} got no session: ${session.status()}`)
    }
    await context.addInitScript(`localStorage.setItem("lng", ${JSON.stringify(language)})`)
    const page = await context.newPage()
    page.setDefaultTimeout(WAIT_MS)
    await page.goto(`${this.url}/app${path}`)
    return page
  }

  private async logIn(email: string): Promise<string> {
    if (this.hasPasswords) {
      return await login(this.api, email, PASSWORD)
    }
    const claims = { sub: email, email }
    // Of whoever has no login there yet, it becomes theirs.
    const first = await signInWithSso(this.api, claims)
    await this.api.post("/auth/test-sso/user", undefined, bearer(first))
    return await signInWithSso(this.api, claims)
  }

  /** Says what is in every window, for whoever reads that a test has failed. */
  private async describePages(): Promise<void> {
    const pages = this.started(this.browser)
      .contexts()
      .flatMap((context) => context.pages())
    for (const page of pages) {
      const text = await page.locator("body").innerText({ timeout: 5_000 }).catch(String)
      console.info(`${page.url()}\n${text.slice(0, MAX_TEXT)}`)
    }
  }

  private started<T>(part: T | undefined): T {
    if (part === undefined) {
      throw new Error("The dashboard has not started yet")
    }
    return part
  }
}

/** Declares tests of the dashboard's pages, on one server and one database for all of them. */
export function useDashboard(
  name: string,
  suite: (dashboard: Dashboard) => void,
  env: NodeJS.ProcessEnv = {}
): void {
  describeInBrowser(name, (executablePath) => {
    const dashboard = new Dashboard()
    beforeAll(() => dashboard.start(executablePath, env), 420_000)
    afterAll(() => dashboard.stop())
    suite(dashboard)
  })
}
