import type { Page, Route } from "playwright-core"
import { useDashboard } from "./use-dashboard"

const PEOPLE = "/settings/user-lifecycle/people"
const LIST = "**/admin/user-lifecycle/people?*"
const REVOKE = "**/admin/users/*/revoke-sessions"

/** As a gate in between has it, where the single sign-on before the shop has expired. */
const GATE = {
  status: 200,
  contentType: "text/html; charset=utf-8",
  body: "<!doctype html><p>Sign in",
}

useDashboard("a page whose answer is lost", (dashboard) => {
  const submit = (page: Page) =>
    page.getByRole("dialog").getByRole("button", { name: "Revoke sessions", exact: true }).click()
  const askToRevoke = async (page: Page, email: string): Promise<void> => {
    await page.getByRole("button", { name: `Actions for ${email}` }).click()
    await page.getByRole("menuitem", { name: "Revoke sessions", exact: true }).click()
    await submit(page)
  }

  beforeAll(async () => {
    await dashboard.provision("ada@example.com")
    await dashboard.provision("grace@example.com")
  })

  it.each([
    ["en", "Something else than the backend has answered"],
    ["de", "Geantwortet hat nicht das Backend"],
  ])("says in words that something else has answered, in %s", async (language, words) => {
    const page = await dashboard.open("/settings/profile", { language })
    for (const answer of [GATE, { ...GATE, contentType: "application/json" }]) {
      await page.route(LIST, (route) => route.fulfill(answer))
      await page.goto(`${dashboard.url}/app${PEOPLE}`)
      await page.getByRole("alert").getByText(words).waitFor()
      await page.unroute(LIST)
    }
    await page.context().close()
  })

  it.each([
    ["en", 400, "The backend does not take this as it is."],
    ["en", 404, "It is not there any more, or never was."],
    ["en", 409, "Somebody else changed this at the same time."],
    ["en", 429, "Too much was asked of the backend at once."],
    ["en", 502, "The backend has not answered in time."],
    ["en", 504, "The backend has not answered in time."],
    ["de", 400, "So nimmt das Backend das nicht an."],
    ["de", 404, "Das gibt es nicht mehr, oder gab es nie."],
    ["de", 409, "Jemand anderes hat das gleichzeitig geändert."],
    ["de", 504, "Das Backend hat nicht rechtzeitig geantwortet."],
    ["de", 429, "Vom Backend wurde zu viel auf einmal verlangt."],
  ])("says in words, in %s, what the status %i means", async (language, status, words) => {
    const page = await dashboard.open("/settings/profile", { language })
    await page.route(LIST, (route) =>
      route.fulfill({ status, json: { type: "invalid_data", message: "Invalid request" } })
    )
    await page.goto(`${dashboard.url}/app${PEOPLE}`)
    await page.getByRole("alert").getByText(words).waitFor()
    await page.context().close()
  })

  it("searches for no more letters than the backend takes", async () => {
    const page = await dashboard.open(PEOPLE)
    const search = page.getByRole("searchbox")
    await search.fill("x".repeat(300))
    expect(await search.inputValue()).toHaveLength(255)
    await page.getByText("Nothing matches the search and the filters").waitFor()
    await page.context().close()
  })

  it("gives up waiting in the end, and does not call failed what may have been done", async () => {
    const page = await dashboard.open("/settings/profile")
    // Of the time limits, that of a change.
    await page.addInitScript(
      `const { timeout } = AbortSignal
       AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms === 300000 ? 1000 : ms)`
    )
    await page.route(REVOKE, () => undefined)
    await page.goto(`${dashboard.url}/app${PEOPLE}`)
    await askToRevoke(page, "ada@example.com")
    const drawer = page.getByRole("dialog")
    await drawer.getByText("For one, it is not known whether it was done.").waitFor()
    await drawer.getByText("The backend has not answered in time.").waitFor()
    expect(await drawer.getByText("It failed").count()).toBe(0)
    await drawer.getByRole("button", { name: "Cancel", exact: true }).click()
    await drawer.waitFor({ state: "detached" })
    await page.context().close()
  })

  it("tells of many what failed apart from what nobody knows", async () => {
    const page = await dashboard.open(PEOPLE)
    let count = 0
    await page.route(REVOKE, async (route) => {
      count += 1
      if (count === 1) {
        await route.abort()
      } else {
        await route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
      }
    })
    await page.getByLabel("Select ada@example.com", { exact: true }).click()
    await page.getByLabel("Select grace@example.com", { exact: true }).click()
    await page.getByRole("button", { name: "Revoke sessions (2)" }).click()
    await submit(page)
    const drawer = page.getByRole("dialog")
    await drawer.getByText("It failed for one", { exact: true }).waitFor()
    await drawer.getByText("For one, it is not known whether it was done.").waitFor()
    await page.context().close()
  })

  it("asks before it is closed, as long as a change is under way", async () => {
    const page = await dashboard.open(PEOPLE)
    const held: Route[] = []
    await page.route(REVOKE, (route) => void held.push(route))
    await Promise.all([page.waitForRequest(REVOKE), askToRevoke(page, "ada@example.com")])
    const [dialog] = await Promise.all([
      page.waitForEvent("dialog"),
      page.close({ runBeforeUnload: true }),
    ])
    expect(dialog.type()).toBe("beforeunload")
    await dialog.dismiss()
    await Promise.all(held.map((route) => route.continue()))
    await page.getByText("ada@example.com has to log in again").waitFor()
    await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })])
    await page.context().close()
  })
})
