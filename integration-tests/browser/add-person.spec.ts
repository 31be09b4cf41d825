import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { login } from "../helpers/http"
import { findSeriousViolations, tabTo } from "./accessibility"
import { useDashboard } from "./use-dashboard"

const PEOPLE = "/settings/user-lifecycle/people"
const ADD = `${PEOPLE}?add=true`

const drawer = (page: Page) => page.getByRole("dialog")
const choose = (page: Page, way: string) =>
  drawer(page).getByRole("radio", { name: way, exact: true }).click()
const fill = (page: Page, label: string, text: string) =>
  drawer(page).getByLabel(label, { exact: true }).fill(text)
const submitButton = (page: Page, name: string) =>
  drawer(page).getByRole("button", { name, exact: true })

useDashboard("Settings → User lifecycle → People → Add person", (dashboard) => {
  const findUser = async (email: string) =>
    (
      await dashboard.sql<{ id: string; first_name: string | null; last_name: string | null }>(
        'SELECT id, first_name, last_name FROM "user" WHERE email = $1 AND deleted_at IS NULL',
        [email]
      )
    ).at(0)
  const loginsOf = async (id: string) =>
    (await dashboard.api.get(`/admin/users/${id}/access`, dashboard.root)).data.access.identities

  it("makes somebody who can log in with a password that the page made up", async () => {
    const email = "grace@example.com"
    const page = await dashboard.open(PEOPLE)
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await page.getByRole("button", { name: "Add person" }).click()
    expect(page.url()).toContain("add=true")
    await choose(page, "Password")
    await fill(page, "Email", "Grace@Example.com ")
    await fill(page, "First name (optional)", "Grace")
    await fill(page, "Last name (optional)", "Hopper")
    await drawer(page).getByRole("button", { name: "Generate" }).click()
    const password = await drawer(page).getByLabel("Password", { exact: true }).last().inputValue()
    expect(password).toHaveLength(20)
    await drawer(page).getByRole("button", { name: "Copy the password" }).click()
    await page.getByText("The password was copied").waitFor()
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(password)
    await submitButton(page, "Add person").click()

    await page.getByText("Grace@Example.com can log in now").waitFor()
    await page.locator(`tr[data-row="${email}"]`).getByText("Grace Hopper").waitFor()
    expect(page.url()).not.toContain("add")
    expect(await login(dashboard.api, email, password)).toEqual(expect.any(String))
    await page.context().close()
  })

  it("makes somebody who gets an email to set a password", async () => {
    const email = "margaret@example.com"
    const page = await dashboard.open(ADD)
    await choose(page, "Link to set a password")
    await fill(page, "Email", email)
    await submitButton(page, "Add person").click()
    await page.getByText(`${email} gets an email to set a password`).waitFor()
    expect(await findUser(email)).toBeDefined()
    expect(
      await dashboard.sql("SELECT template FROM email_delivery WHERE recipient = $1", [email])
    ).toEqual([{ template: "user-lifecycle.set-password" }])
    await page.context().close()
  })

  it("makes somebody who signs in at another provider", async () => {
    const email = "barbara@example.com"
    const page = await dashboard.open(ADD)
    await choose(page, "Single sign-on")
    await fill(page, "Email", email)
    // Of one provider there is nothing to choose.
    await drawer(page).getByRole("combobox", { name: "Provider" }).getByText("test-sso").waitFor()
    expect(await submitButton(page, "Add person").isDisabled()).toBe(true)
    await fill(page, "Login at the provider", "sso|barbara")
    await submitButton(page, "Add person").click()
    await page.getByText(`${email} can sign in now`).waitFor()
    const user = await findUser(email)
    expect(await loginsOf(user?.id ?? "")).toEqual([
      expect.objectContaining({
        providers: [expect.objectContaining({ provider: "test-sso", entity_id: "sso|barbara" })],
      }),
    ])
    await page.context().close()
  })

  it("invites somebody by keyboard only", async () => {
    const email = "keyboard@example.com"
    const page = await dashboard.open(PEOPLE)
    await page.locator("tbody tr").first().waitFor()
    await tabTo(page, page.getByRole("button", { name: "Add person" }))
    await page.keyboard.press("Enter")
    await drawer(page).waitFor()
    await tabTo(page, drawer(page).getByRole("radio", { name: "Invite", exact: true }))
    // There and back: the arrows go through the ways. The focus moves while the key is held.
    await page.keyboard.press("ArrowDown", { delay: 50 })
    await drawer(page).getByLabel("First name (optional)").waitFor()
    await page.keyboard.press("ArrowUp", { delay: 50 })
    await drawer(page).getByLabel("First name (optional)").waitFor({ state: "detached" })
    await tabTo(page, drawer(page).getByLabel("Email", { exact: true }))
    await page.keyboard.type(email)
    await page.keyboard.press("Enter")
    await page.getByText(`${email} is invited`).waitFor()
    expect(
      await dashboard.sql("SELECT accepted FROM invite WHERE email = $1 AND deleted_at IS NULL", [
        email,
      ])
    ).toEqual([{ accepted: false }])
    expect(await findUser(email)).toBeUndefined()
    await page.context().close()
  })

  it("says while somebody types that this is no email, and what the backend refuses next to what it is about", async () => {
    await dashboard.provision("ada@example.com", {
      password: undefined,
      auth: { provider: "test-sso", entity_id: "ada@example.com" },
    })
    const page = await dashboard.open(ADD)
    const alertAt = (label: string) =>
      drawer(page)
        .getByLabel(label, { exact: true })
        .last()
        .locator("xpath=ancestor::div[label]")
        .getByRole("alert")

    await choose(page, "Password")
    await fill(page, "Email", "nonsense")
    await alertAt("Email").getByText("This is not an email address").waitFor()
    await drawer(page).getByRole("button", { name: "Generate" }).click()
    expect(await submitButton(page, "Add person").isDisabled()).toBe(true)

    await fill(page, "Email", "ADA@example.com")
    await submitButton(page, "Add person").click()
    await alertAt("Email")
      .getByText("Somebody else has this email, or this login, already.")
      .waitFor()

    await fill(page, "Email", "new@example.com")
    await drawer(page).getByRole("alert").waitFor({ state: "detached" })
    await drawer(page).getByLabel("Password", { exact: true }).last().fill("short")
    await alertAt("Password").getByText("A password has at least 8 characters").waitFor()
    expect(await submitButton(page, "Add person").isDisabled()).toBe(true)

    await choose(page, "Single sign-on")
    await fill(page, "Login at the provider", "ada@example.com")
    await submitButton(page, "Add person").click()
    await alertAt("Login at the provider")
      .getByText("Somebody else has this email, or this login, already.")
      .waitFor()

    await choose(page, "Invite")
    await fill(page, "Email", "ada@example.com")
    await submitButton(page, "Send invite").click()
    await alertAt("Email").getByText("A user has this email already.").waitFor()
    expect(await findUser("new@example.com")).toBeUndefined()
    await page.context().close()
  })

  it("says that it failed, or is not allowed, and keeps what was typed", async () => {
    const page = await dashboard.open(ADD)
    for (const [status, message] of [
      [500, "An unknown error occurred."],
      [403, "You are not allowed to do that."],
    ] as const) {
      await page.route("**/admin/invites", (route) =>
        route.fulfill({ status, json: { type: "forbidden", message } })
      )
      await fill(page, "Email", "kept@example.com")
      await submitButton(page, "Send invite").click()
      await drawer(page).getByRole("alert").getByText(message).waitFor()
      expect(await drawer(page).getByLabel("Email", { exact: true }).inputValue()).toBe(
        "kept@example.com"
      )
    }
    await page.context().close()
  })

  it("downloads what the filters let through, and says so when there are too many downloads", async () => {
    await dashboard.provision("only-me@example.com")
    const page = await dashboard.open(`${PEOPLE}?q=only-me&order=-email&last_login=["never"]`)
    const exportAs = async (format: string) => {
      await page.getByRole("button", { name: "Export" }).click()
      await page.getByRole("menuitem", { name: `Export as ${format}`, exact: true }).click()
    }
    const [csv] = await Promise.all([page.waitForEvent("download"), exportAs("CSV")])
    expect(csv.suggestedFilename()).toMatch(/^people-\d{4}-\d{2}-\d{2}\.csv$/)
    const lines = (await readFile(await csv.path(), "utf8")).trim().split("\r\n")
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain("only-me@example.com")
    await page.getByText(`${csv.suggestedFilename()} was downloaded`).waitFor()

    const [ndjson] = await Promise.all([page.waitForEvent("download"), exportAs("NDJSON")])
    expect(JSON.parse(await readFile(await ndjson.path(), "utf8"))).toMatchObject({
      email: "only-me@example.com",
    })
    const exports = await dashboard.sql<{ data: { format: string } }>(
      "SELECT data FROM lifecycle_event WHERE type = 'people_exported' ORDER BY sequence"
    )
    expect(exports.map(({ data }) => data.format)).toEqual(["csv", "ndjson"])

    await page.route("**/people/export**", (route) =>
      route.fulfill({
        status: 429,
        json: { code: "user_lifecycle.too_many_downloads", message: "3 downloads" },
      })
    )
    await exportAs("CSV")
    await page.getByText("Too many downloads are under way").waitFor()
    await page.context().close()
  })

  it("has nothing that keeps people with a screen reader out, in light and in dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(ADD, { colorScheme })
      for (const way of ["Invite", "Link to set a password", "Password", "Single sign-on"]) {
        await choose(page, way)
        expect(await findSeriousViolations(page)).toEqual([])
      }
      await choose(page, "Password")
      await fill(page, "Email", "nonsense")
      await drawer(page).getByRole("alert").waitFor()
      await drawer(page).getByRole("button", { name: "Generate" }).click()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
    const page = await dashboard.open(ADD, { language: "de" })
    await choose(page, "Passwort")
    await page.context().close()
  })
})

useDashboard(
  "Settings → User lifecycle → People → Add person, with roles",
  (dashboard) => {
    beforeAll(async () => {
      const root = await dashboard.api.get("/admin/users/me", dashboard.root)
      await dashboard.sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('root', $1, 'role_super_admin')",
        [root.data.user.id]
      )
      await dashboard.sql("INSERT INTO rbac_role (id, name) VALUES ('role_support', 'Support')")
    })

    it("gives the roles that are chosen", async () => {
      const page = await dashboard.open(ADD)
      await choose(page, "Link to set a password")
      await fill(page, "Email", "support@example.com")
      await drawer(page).getByRole("checkbox", { name: "Support" }).click()
      await submitButton(page, "Add person").click()
      await page.getByText("support@example.com gets an email").waitFor()
      await page
        .locator('tr[data-row="support@example.com"]')
        .getByText("Support", { exact: true })
        .waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    })
  },
  { MEDUSA_FF_RBAC: "true" }
)
