import { readFile } from "node:fs/promises"
import type { Page, Route } from "playwright-core"
import { login } from "../helpers/http"
import { findSeriousViolations, tabTo, waitForFocus } from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

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

    // It is the only copy: it is shown until somebody has it.
    await drawer(page).getByRole("heading", { name: "Grace@Example.com can log in now" }).waitFor()
    await page.evaluate("navigator.clipboard.writeText('')")
    expect(await drawer(page).getByLabel("Password", { exact: true }).inputValue()).toBe(password)
    expect(await findSeriousViolations(page)).toEqual([])
    const stored = "JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }])"
    expect(await page.evaluate(stored)).not.toContain(password)
    await page.keyboard.press("Escape")
    const question = page.getByRole("alertdialog")
    await question.getByText("It was not copied, and is not shown again.").waitFor()
    await question.getByRole("button", { name: "Go back" }).click()
    await drawer(page).getByRole("button", { name: "Copy the password" }).click()
    await page.waitForFunction(
      `navigator.clipboard.readText().then((text) => text === ${JSON.stringify(password)})`
    )
    await drawer(page).getByRole("button", { name: "Close" }).first().click()
    await drawer(page).waitFor({ state: "detached" })
    await waitForFocus(page.getByRole("button", { name: "Add person" }))
    await page.locator(`tr[data-row="${email}"]`).getByText("Grace Hopper").waitFor()
    expect(page.url()).not.toContain("add")
    expect(await login(dashboard.api, email, password)).toEqual(expect.any(String))
    await page.context().close()
  })

  it("asks whoever goes back before they have seen the password that the page made up", async () => {
    const page = await dashboard.open(PEOPLE)
    await page.getByRole("button", { name: "Add person" }).click()
    await choose(page, "Password")
    await fill(page, "Email", "edsger@example.com")
    await drawer(page).getByRole("button", { name: "Generate" }).click()
    let goOn = () => {}
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route("**/admin/users", async (route) => {
      await held
      await route.continue()
    })
    await submitButton(page, "Add person").click()
    await page.evaluate("history.back()")
    const question = page.getByRole("alertdialog")
    await question.getByText("Whoever leaves before that does not see it again.").waitFor()
    // It may come while the question is there.
    goOn()
    await drawer(page).getByRole("heading", { name: "edsger@example.com can log in now" }).waitFor()
    expect(await question.count()).toBe(0)
    const password = await drawer(page).getByLabel("Password", { exact: true }).inputValue()
    expect(await login(dashboard.api, "edsger@example.com", password)).toEqual(expect.any(String))
    expect(page.url()).toContain("add=true")
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

  it("does not shout while somebody types, but after a pause, or when they go on", async () => {
    const page = await dashboard.open(ADD)
    await choose(page, "Password")
    // Whatever is said in between is written down.
    await page.evaluate(`
      window.shouted = []
      new MutationObserver(() => {
        window.shouted.push(...[...document.querySelectorAll("form [role=alert]")].map((each) => each.textContent))
      }).observe(document.body, { childList: true, subtree: true, attributes: true })
    `)
    const email = drawer(page).getByLabel("Email", { exact: true })
    await email.pressSequentially("ada@example.com")
    await drawer(page)
      .getByLabel("Password", { exact: true })
      .last()
      .pressSequentially("long enough")
    expect(await page.evaluate("window.shouted")).toEqual([])

    await email.fill("ada")
    await drawer(page).getByRole("alert").getByText("This is not an email address").waitFor()
    await email.fill("ada@example.com")
    await drawer(page).getByRole("alert").waitFor({ state: "detached" })
    await email.fill("ada@")
    await page.keyboard.press("Tab")
    // At once, and not after the pause.
    await drawer(page).getByRole("alert").waitFor({ timeout: 900 })
    await page.context().close()
  })

  it("says what became of somebody also where the form was left with back by then", async () => {
    const email = "meanwhile@example.com"
    const page = await dashboard.open(PEOPLE)
    const invites = "**/admin/invites"
    const leave = async (answer: (route: Route) => Promise<void>) => {
      let goOn: () => void = () => undefined
      const held = new Promise<void>((resolve) => (goOn = resolve))
      await page.route(invites, async (route) => {
        await held
        await answer(route)
      })
      await page.getByRole("button", { name: "Add person" }).click()
      await fill(page, "Email", email)
      const sent = page.waitForRequest(invites)
      await submitButton(page, "Send invite").click()
      await sent
      await page.goBack()
      await drawer(page).waitFor({ state: "detached" })
      goOn()
    }
    await leave((route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    await page.getByText("The backend has failed at this. Out of order").waitFor()
    await page.unroute(invites)
    await leave((route) => route.continue())
    await page.getByText(`${email} is invited`).waitFor()
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
    // Who has logged in is kept out by the filter alone.
    await dashboard.provision("not-only-me@example.com")
    await login(dashboard.api, "not-only-me@example.com", PASSWORD)
    const page = await dashboard.open(`${PEOPLE}?q=only-me&order=-email&last_login=["never"]`)
    const exportAs = async (format: string) => {
      await page.getByRole("button", { name: "Export" }).click()
      await page.getByRole("menuitem", { name: `Export as ${format}`, exact: true }).click()
    }
    const [csv] = await Promise.all([page.waitForEvent("download"), exportAs("CSV")])
    expect(csv.suggestedFilename()).toMatch(/^people-\d{4}-\d{2}-\d{2}\.csv$/)
    const lines = (await readFile(await csv.path(), "utf8")).trim().split("\r\n")
    expect(lines).toHaveLength(2)
    expect(lines[1].split(",")).toContain("only-me@example.com")
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
      await page.getByRole("button", { name: "support@example.com", exact: true }).click()
      await drawer(page).getByText("Roles", { exact: true }).waitFor()
      await drawer(page).getByText("Support", { exact: true }).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    })

    it("finds people by a role that is chosen", async () => {
      await dashboard.provision("holds-role@example.com", { roles: ["role_support"] })
      await dashboard.provision("holds-none@example.com")
      const page = await dashboard.open(`${PEOPLE}?q=holds-`)
      const [held, none] = ["role", "none"].map((name) =>
        page.locator(`tr[data-row="holds-${name}@example.com"]`)
      )
      await none.waitFor()
      await page.getByRole("search").getByRole("button", { name: "Roles", exact: true }).click()
      await page.getByRole("menuitemcheckbox", { name: "Support", exact: true }).click()
      await page.keyboard.press("Escape")
      await none.waitFor({ state: "detached" })
      await held.waitFor()
      await page.getByRole("button", { name: "Roles: Support", exact: true }).waitFor()
      expect(new URL(page.url()).searchParams.get("role")).toBe('["role_support"]')
      await page.context().close()
    })

    it("knows how people sign in also where whoever adds them may not see invites", async () => {
      await dashboard.provision("desk@example.com", { roles: ["role_support"] })
      for (const operation of ["read", "create"]) {
        await dashboard.sql(
          `WITH policy AS (
             INSERT INTO rbac_policy (id, key, resource, operation, name) VALUES ($1, $2, 'user', $3, $2)
             ON CONFLICT DO NOTHING
           )
           INSERT INTO rbac_role_policy (id, role_id, policy_id)
           SELECT $1, 'role_support', coalesce((SELECT id FROM rbac_policy WHERE key = $2), $1)`,
          [`policy_${operation}`, `user:${operation}`, operation]
        )
      }
      const page = await dashboard.open(PEOPLE, { as: "desk@example.com" })
      await page.getByRole("button", { name: "Login", exact: true }).click()
      await page.getByRole("menuitemcheckbox", { name: "test-sso" }).waitFor()
      await page.keyboard.press("Escape")
      await page.getByRole("button", { name: "Add person" }).click()
      await drawer(page).getByRole("radio", { name: "Single sign-on" }).waitFor()
      await choose(page, "Password")
      await drawer(page).getByLabel("Password", { exact: true }).last().fill("short")
      await drawer(page).getByText("A password has at least 8 characters").waitFor()

      await page.route("**/admin/user-lifecycle/settings", (route) =>
        route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
      )
      await page.reload()
      await drawer(page).getByRole("alert").getByText("Out of order").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.unroute("**/admin/user-lifecycle/settings")
      await drawer(page).getByRole("button", { name: "Try again" }).click()
      await drawer(page).getByRole("alert").waitFor({ state: "detached" })
      await drawer(page).getByRole("radio", { name: "Single sign-on" }).waitFor()
      await page.context().close()
    })
  },
  { MEDUSA_FF_RBAC: "true" }
)
