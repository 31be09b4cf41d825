import { tabTo } from "./accessibility"
import { ROOT, useDashboard } from "./use-dashboard"

const HOME = "/settings/user-lifecycle"

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
    for (const email of ["one@example.com", "two@example.com", "late@example.com"]) {
      await dashboard.api.post("/admin/invites", { email }, dashboard.root)
    }
    await dashboard.sql("UPDATE invite SET expires_at = now() WHERE email = 'late@example.com'")
    await dashboard.sql(`INSERT INTO "user" (id, email) VALUES ('user_bare', 'bare@example.com')`)

    const figures = [
      ["Suspended", "1", "grace@example.com"],
      ["Offboarded", "1", "linus@example.com"],
      ["Medium", "1", "bare@example.com"],
      ["Open invites", "3", "one@example.com"],
      ["Expired invites", "1", "late@example.com"],
    ]
    const page = await dashboard.open(HOME)
    for (const [label, count, row] of figures) {
      await page.getByRole("link", { name: `${count} ${label}`, exact: true }).click()
      await page.locator(`tr[data-row*="${row}"]`).waitFor()
      expect(await page.locator("tr[data-row]").count()).toBe(Number(count))
      await page.goBack()
    }
    await page.getByRole("link", { name: "leaving@example.com" }).waitFor()
    await page.getByRole("link", { name: "Show it" }).click()
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
