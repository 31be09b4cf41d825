import type { Page } from "playwright-core"
import { findChromium, launchChromium } from "../browser/chromium"
import { buildDashboard } from "../demo/dashboard"
import { createDatabase, type DatabaseConnection, dropDatabase } from "../helpers/database"
import { bearer } from "../helpers/http"
import { freePort, migrate, spawnServer } from "../helpers/server"
import { seedAdmins } from "./admins"
import { seedPeople } from "./seed-people"
import { JWT_SECRET, type Settings } from "./settings"
import { median } from "./statistics"

/** How long it takes from a click until the list is there, with so many people; and in Medusa's own list of users beside it. */
export type PeoplePage = {
  people: number
  opens: number
  ms: number
  medusa_ms: number
  /** The most people that any answer of the backend had. */
  most_people_in_answer: number
}

/** @returns `undefined` where there is no browser */
export async function measurePeoplePage(
  connection: DatabaseConnection,
  settings: Settings,
  signal: AbortSignal
): Promise<PeoplePage | undefined> {
  const executablePath = findChromium()
  if (!executablePath) {
    return undefined
  }
  await buildDashboard(signal)
  const name = `user-lifecycle-bench-page-${process.pid}`
  const databaseUrl = await createDatabase(connection, name)
  try {
    await migrate(databaseUrl, {}, signal)
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const env = { JWT_SECRET, MEDUSA_ADMIN: "on", MEDUSA_BACKEND_URL: url }
    const server = await spawnServer({ databaseUrl, port, env, signal })
    const browser = await launchChromium(executablePath)
    try {
      const [{ token }] = await seedAdmins(databaseUrl, JWT_SECRET, "looker", 1)
      await seedPeople(databaseUrl, settings.listed_people - 1)
      const context = await browser.newContext({ locale: "en-US" })
      await context.request.post(`${url}/auth/session`, { headers: bearer(token).headers })
      return await measureOn(await context.newPage(), url, settings)
    } finally {
      await browser.close()
      await server.stop()
    }
  } finally {
    await dropDatabase(connection, name)
  }
}

async function measureOn(page: Page, url: string, settings: Settings): Promise<PeoplePage> {
  let most_people_in_answer = 0
  const counts: Promise<void>[] = []
  page.on("response", (response) => {
    if (response.url().includes("/admin/user-lifecycle/people")) {
      const count = async () => {
        const { people } = (await response.json()) as { people: unknown[] }
        most_people_in_answer = Math.max(most_people_in_answer, people.length)
      }
      counts.push(count())
    }
  })

  const ours: number[] = []
  const medusas: number[] = []
  for (let open = 0; open < settings.page_opens; open++) {
    await page.goto(`${url}/app/settings/user-lifecycle`)
    await page.getByText("Open findings").waitFor()
    ours.push(await timeClick(page, "People"))
    await page.goto(`${url}/app/settings/store`)
    await page.getByRole("link", { name: "Users", exact: true }).waitFor()
    medusas.push(await timeClick(page, "Users"))
  }
  await Promise.all(counts)
  const figures = { ms: median(ours), medusa_ms: median(medusas), most_people_in_answer }
  return { people: settings.listed_people, opens: settings.page_opens, ...figures }
}

/** From the click on a link until the first row of the list that it leads to is there. */
async function timeClick(page: Page, link: string): Promise<number> {
  const startedAt = performance.now()
  await page.getByRole("link", { name: link, exact: true }).click()
  await page.locator("tbody tr td").getByText("@example.com").first().waitFor()
  return performance.now() - startedAt
}
