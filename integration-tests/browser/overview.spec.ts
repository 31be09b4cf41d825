import { waitUntil } from "../helpers/wait-until"
import { tabTo } from "./accessibility"
import { ROOT, useDashboard } from "./use-dashboard"

const HOME = "/settings/user-lifecycle"

/** The outbox of the tests refuses it. */
const BOUNCING = "three@bounce.example.com"

useDashboard("Settings → User lifecycle → Overview", (dashboard) => {
  const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString()

  it("counts what there is, and each figure leads to what it counts", async () => {
    await dashboard.provision("ada@example.com")
    const suspended = await dashboard.provision("grace@example.com")
    const gone = await dashboard.provision("linus@example.com")
    const leaving = await dashboard.provision("leaving@example.com")
    await dashboard.api.post(`/admin/users/${suspended}/suspend`, {}, dashboard.root)
    await dashboard.api.post(`/admin/users/${gone}/offboard`, {}, dashboard.root)
    await dashboard.api.post(`/admin/users/${leaving}/offboard`, { at: inAWeek() }, dashboard.root)
    const invited = ["one@example.com", "two@example.com", "late@example.com", BOUNCING]
    for (const email of invited) {
      await dashboard.api.post("/admin/invites", { email }, dashboard.root)
    }
    await waitUntil("an email has failed", async () => {
      const { data } = await dashboard.api.get("/admin/user-lifecycle/overview", dashboard.root)
      return data.emails.failed === 1
    })
    await dashboard.sql("UPDATE invite SET expires_at = now() WHERE email = 'late@example.com'")
    await dashboard.sql(`INSERT INTO "user" (id, email) VALUES ('user_bare', 'bare@example.com')`)
    await dashboard.sql(
      `INSERT INTO auth_identity (id, app_metadata, created_at)
       VALUES ('authid_gone', '{"user_id": "user_nobody"}', now() - interval '2 days')`
    )
    await dashboard.sql(
      `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
       VALUES ('provid_gone', 'former@example.com', 'emailpass', 'authid_gone')`
    )

    const figures = [
      ["Suspended", "1", "grace@example.com"],
      ["Offboarded", "1", "linus@example.com"],
      ["High", "1", "former@example.com"],
      ["Medium", "1", "bare@example.com"],
      ["Open invites", "3", "one@example.com"],
      ["Expired invites", "1", "late@example.com"],
      ["Emails that failed", "1", BOUNCING],
    ]
    const page = await dashboard.open(HOME)
    for (const [label, count, row] of figures) {
      await page.getByRole("link", { name: `${count} ${label}`, exact: true }).click()
      await page.locator(`tr[data-row*="${row}"]`).waitFor()
      expect(await page.locator("tr[data-row]").count()).toBe(Number(count))
      await page.goBack()
    }
    await page.getByRole("link", { name: "leaving@example.com" }).click()
    const person = page.getByRole("dialog")
    await person.getByRole("heading", { name: "leaving@example.com" }).waitFor()
    await page.goBack()
    await person.waitFor({ state: "detached" })
    await page.getByRole("link", { name: "Show all" }).click()
    await page.waitForURL("**/scheduled-offboardings")
    await page.context().close()
  })

  it("says why it could not be loaded, and loads again; and who may not see it", async () => {
    const page = await dashboard.open("/settings")
    await page.waitForURL("**/settings/store")
    const answer = async (status: number, message: string) => {
      await page.unroute("**/user-lifecycle/overview")
      await page.route("**/user-lifecycle/overview", (route) =>
        route.fulfill({ status, json: { type: "unknown", message } })
      )
      await page.goto(`${dashboard.url}/app${HOME}`)
    }
    await answer(500, "Out of order")
    await page.getByRole("alert").getByText("Out of order").waitFor()
    await page.unroute("**/user-lifecycle/overview")
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("Open invites").waitFor()
    await answer(403, "Forbidden")
    await page.getByRole("alert").getByText("You do not have permission to see this").waitFor()
    await page.context().close()
  })

  it("leads on by keyboard only", async () => {
    const page = await dashboard.open(HOME)
    const figure = page.getByRole("link", { name: /Active$/ })
    await figure.waitFor()
    await tabTo(page, figure)
    await page.keyboard.press("Enter")
    await page.locator(`tr[data-row="${ROOT.email}"]`).waitFor()
    await page.context().close()
  })

  it("speaks German where the dashboard does", async () => {
    const page = await dashboard.open(HOME, { language: "de" })
    await page.getByRole("heading", { name: "Zugänge", exact: true }).waitFor()
    await page.getByRole("link", { name: /Zugang beendet$/ }).waitFor()
    await page.context().close()
  })
})
