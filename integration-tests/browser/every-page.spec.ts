import { mkdir } from "node:fs/promises"
import path from "node:path"
import type { Page, Route } from "playwright-core"
import { keyOfValue, keysOfName } from "../../src/admin/activity/data-words"
import { wordsAt } from "../../src/admin/i18n/__tests__/words-at"
import { PAGES } from "../../src/admin/components/pages"
import { de } from "../../src/admin/i18n/de/all"
import { importPage } from "../../src/admin/lib/paths"
import { waitUntil } from "../helpers/wait-until"
import { findSeriousViolations } from "./accessibility"
import { seedShop, type Shop } from "./seed-shop"
import { type Dashboard, type OpenOptions, useDashboard } from "./use-dashboard"

/** With `npm run docs:dashboard`, what the pages look like is written here. */
const PICTURES = path.join(__dirname, "../../docs/dashboard")
const WRITES_PICTURES = process.env.WRITE_PICTURES === "true"

const HOME = "/settings/user-lifecycle"

type Sight = {
  name: string
  path: (shop: Shop) => string
  /** Without it, the page is not complete. */
  shows: string
  /** What is done on the page before it is looked at. */
  act?: (page: Page) => Promise<void>
}

const openActions = async (page: Page, email: string, action: string): Promise<void> => {
  await page.getByRole("button", { name: `Actions for ${email}` }).click()
  await page.getByRole("menuitem", { name: action, exact: true }).click()
}

const SIGHTS: Sight[] = [
  { name: "overview", path: () => HOME, shows: "Next scheduled offboardings" },
  { name: "people", path: () => `${HOME}/people`, shows: "ada@example.com" },
  {
    name: "people-invited",
    path: () => `${HOME}/people?view=invited`,
    shows: "dorothy@bounce.example.com",
  },
  {
    name: "person",
    path: () => `${HOME}/people`,
    shows: "What happened lately",
    act: (page) => openActions(page, "ada@example.com", "Details"),
  },
  {
    name: "offboard",
    path: () => `${HOME}/people`,
    shows: "What this takes away",
    act: (page) => openActions(page, "ada@example.com", "Offboard"),
  },
  {
    name: "scheduled-offboardings",
    path: () => `${HOME}/scheduled-offboardings`,
    shows: "linus@example.com",
  },
  {
    name: "add-person",
    path: () => `${HOME}/people?add=true`,
    shows: "Generate",
    act: (page) => page.getByRole("radio", { name: "Password", exact: true }).click(),
  },
  { name: "import", path: () => `${HOME}/people/import`, shows: "new-staff.csv" },
  {
    name: "import-report",
    path: ({ staff_import }) => `${HOME}/people/import?import=${staff_import}`,
    shows: "Leave out the 2 lines that are wrong",
  },
  { name: "identity-health", path: () => `${HOME}/identity-health`, shows: "former@example.com" },
  {
    name: "repair",
    path: () => `${HOME}/identity-health`,
    shows: "repairs that can't be undone",
    act: async (page) => {
      await page.getByLabel("Select everything on this page").click()
      await page.getByRole("button", { name: /^Repair \(/ }).click()
    },
  },
  { name: "activity", path: () => `${HOME}/activity`, shows: "offboarded edsger@example.com" },
  {
    name: "entry",
    path: () => `${HOME}/activity?q=Left`,
    shows: "IP address",
    act: (page) => page.getByRole("button", { name: "offboarded edsger@example.com" }).click(),
  },
  { name: "invites", path: () => `${HOME}/invites`, shows: "dorothy@bounce.example.com" },
  {
    name: "invite-people",
    path: () => `${HOME}/invites`,
    shows: "A user has this email already.",
    act: async (page) => {
      await page.getByRole("button", { name: "Invite people" }).click()
      await page
        .getByRole("textbox", { name: "Emails" })
        .fill("Hedy Lamarr <hedy@example.com>, katherine@example.com\nada@example.com")
    },
  },
  { name: "access-reviews", path: () => `${HOME}/access-reviews`, shows: "Fourth quarter" },
  {
    name: "access-review",
    path: ({ review }) => `${HOME}/access-reviews/${review}`,
    shows: "Runs the exports",
  },
  {
    name: "access-review-remove",
    path: ({ review }) => `${HOME}/access-reviews/${review}`,
    shows: "One API key",
    act: (page) => page.getByRole("button", { name: "Remove ada@example.com" }).click(),
  },
  {
    name: "access-review-close",
    path: ({ review }) => `${HOME}/access-reviews/${review}`,
    shows: "Close it all the same",
    act: (page) => page.getByRole("button", { name: "Close the review" }).click(),
  },
  { name: "users", path: () => "/settings/users", shows: "Invites not accepted" },
  { name: "emails", path: () => `${HOME}/emails`, shows: "Set a password" },
  { name: "user", path: ({ ada }) => `/settings/users/${ada}`, shows: "What happened lately" },
]

/** As a shop may have it: its name can be seen. */
const SSO_PROVIDER = "google"

/** Those that count, and say when, in one way or another. */
const HAVE_FIGURES = [
  "overview",
  "people",
  "identity-health",
  "entry",
  "import-report",
  "access-review",
]

const FORBIDDEN_IN_GERMAN = de.states.forbidden.title

/** Those of the navigation, and the one that is reached from another. */
const PATHS = [...PAGES.map(({ path }) => path), importPage()]

const look = (dashboard: Dashboard): void => {
  let shop: Shop

  beforeAll(async () => {
    shop = await seedShop(dashboard, SSO_PROVIDER)
    if (WRITES_PICTURES) {
      await mkdir(PICTURES, { recursive: true })
    }
  })

  it.each(PATHS)(
    "says in words while it waits, where it failed, and who may not see it: %p",
    async (path) => {
      const page = await dashboard.open("/settings/profile")
      const held: Route[] = []
      let answer: { status: number; json: object } | undefined
      await page.route("**/admin/user-lifecycle/**", async (route) => {
        if (answer) {
          await route.fulfill(answer)
        } else {
          held.push(route)
        }
      })
      await page.goto(`${dashboard.url}/app${path}`)
      await page.getByRole("status", { name: "Loading" }).first().waitFor()

      answer = { status: 500, json: { type: "unknown", message: "Out of order" } }
      await Promise.all(held.map((route) => route.fulfill(answer)))
      await page.getByRole("alert").getByText("Out of order").first().waitFor()
      expect(await findSeriousViolations(page)).toEqual([])

      answer = { status: 403, json: { type: "forbidden", message: "Forbidden" } }
      await page.getByRole("button", { name: "Try again" }).first().click()
      await page.getByText("You do not have permission to see this").first().waitFor()

      await page.context().close()

      const german = await dashboard.open("/settings/profile", { language: "de" })
      await german.route("**/admin/user-lifecycle/**", (route) => route.fulfill(answer))
      await german.goto(`${dashboard.url}/app${path}`)
      await german.getByText(FORBIDDEN_IN_GERMAN).first().waitFor()
      await german.context().close()
    }
  )

  it("is among those that are looked at in light and in dark", () => {
    const seen = new Set(SIGHTS.map((sight) => sight.path(shop).split("?")[0]))
    expect(PATHS.filter((path) => !seen.has(path))).toEqual([])
  })

  const watched = async (sight: Sight, options: OpenOptions) => {
    const page = await dashboard.open("/settings/profile", options)
    const errors: string[] = []
    page.on("pageerror", (error) => errors.push(error.message))
    page.on("response", (response) => {
      if (response.status() >= 500) {
        errors.push(`${response.status()} ${response.url()}`)
      }
    })
    await page.goto(`${dashboard.url}/app${sight.path(shop)}`)
    await sight.act?.(page)
    await page.getByText(sight.shows).first().waitFor()
    await page.waitForLoadState("networkidle")
    return { page, errors }
  }

  describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
    it.each(SIGHTS)("shows $name, to everybody, without an error", async (sight) => {
      const { page, errors } = await watched(sight, { colorScheme })
      expect(await findSeriousViolations(page)).toEqual([])
      expect(errors).toEqual([])
      if (WRITES_PICTURES) {
        await page.screenshot({ path: path.join(PICTURES, `${sight.name}-${colorScheme}.png`) })
      }
      await page.context().close()
    })
  })

  it.each(SIGHTS.filter(({ name }) => HAVE_FIGURES.includes(name)))(
    "shows $name in English in a language that has no words here, and a code of Medusa's own",
    async (sight) => {
      const { page, errors } = await watched(sight, { language: "ptBR" })
      expect(errors).toEqual([])
      await page.context().close()
    }
  )

  it("writes dates and numbers as the language of the dashboard does", async () => {
    await dashboard.sql(
      `INSERT INTO lifecycle_event (id, type, email, actor_type, created_at)
       VALUES ('ulevt_british', 'invite_swept', 'british@example.com', 'system', '2027-01-31T15:00:00Z')`
    )
    const page = await dashboard.open(`${HOME}/activity?q=british`, {
      language: "enGB",
      timezoneId: "Europe/London",
    })
    await page.getByText("31 January 2027").waitFor()
    await page.getByText("15:00", { exact: true }).waitFor()
    await page.context().close()
  })

  it("has words in every language for all that the ledger of the shop has", async () => {
    const { api, root } = dashboard
    const act = async (path: string, body: object = {}) => {
      const { status, data } = await api.post(`/admin/${path}`, body, root)
      expect({ isDone: status < 300, data }).toMatchObject({ isDone: true })
    }
    const [{ id: edsger }] = await dashboard.sql<{ id: string }>(
      `SELECT id FROM "user" WHERE email = 'edsger@example.com'`
    )
    await act(`users/${edsger}/restore`)
    await act(`users/${edsger}/change-email`, { email: "dijkstra@example.com" })
    await act(`users/${edsger}/reset-password`)
    await act("user-lifecycle/revoke-all-sessions")
    await act("user-lifecycle/findings/repair")
    await act(`user-lifecycle/imports/${shop.staff_import}/confirm`, { skip_invalid: true })
    for (const path of [
      "people/export?status=active&login_method=none&role=r&q=a&never_logged_in=true&last_login_at[$lt]=2026-01-01",
      "events/export?type=user_restored&actor_type=user&actor_id=a&user_id=u&q=a&created_at[$gte]=2026-01-01",
    ]) {
      expect((await api.get(`/admin/user-lifecycle/${path}`, root)).status).toBe(200)
    }
    await waitUntil("the import is done", async () => {
      const done = await dashboard.sql(
        "SELECT 1 FROM lifecycle_event WHERE type = 'import_completed'"
      )
      return done.length === 1
    })

    const entries = await dashboard.sql<{ type: string; data: object }>(
      "SELECT type, data FROM lifecycle_event WHERE data IS NOT NULL"
    )
    // Of less, it would say little.
    expect(new Set(entries.map(({ type }) => type)).size).toBeGreaterThan(15)
    const nameless = entries.flatMap(({ type, data }) =>
      findNameless(data).map((each) => `${type}: ${each}`)
    )
    expect([...new Set(nameless)]).toEqual([])
  })
}

useDashboard("every page of the dashboard", look, { SSO_PROVIDER })

/** What in the data of an entry would be shown as the backend calls it. */
function findNameless(data: object): string[] {
  const hasWords = (key: string | undefined) =>
    key !== undefined && wordsAt("en", key) !== undefined && wordsAt("de", key) !== undefined
  const findIn = (name: string, value: unknown): string[] => {
    if (Array.isArray(value)) {
      return value.flatMap((each) => findIn(name, each))
    }
    if (typeof value === "object" && value !== null) {
      return findNameless(value)
    }
    // Providers and types of entries have names of their own.
    const isNamed = !["login_method", "type"].includes(name) && typeof value === "string"
    const key = isNamed ? keyOfValue(name, value) : undefined
    return key === undefined || hasWords(key) ? [] : [`${name} ${String(value)}`]
  }
  return Object.entries(data).flatMap(([name, value]) => [
    ...(keysOfName(name).some(hasWords) ? [] : [name]),
    ...findIn(name, value),
  ])
}
