import type { Page } from "playwright-core"
import { bearer, login } from "../helpers/http"
import { findSeriousViolations } from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

const TIME_ZONE = "Europe/Berlin"

useDashboard("the access card on Medusa's page of a user", (dashboard) => {
  const email = "ada@example.com"
  let id: string

  /** Keys that work, that work for a while, and that do not any more; a second factor; and a login. */
  beforeAll(async () => {
    id = await dashboard.provision(email, { first_name: "Ada" })
    const credential = bearer(await login(dashboard.api, email, PASSWORD))
    const createKey = async (title: string): Promise<string> => {
      const { data } = await dashboard.api.post(
        "/admin/api-keys",
        { title, type: "secret" },
        credential
      )
      return data.api_key.id
    }
    const revoke = async (keyId: string, body: object) => {
      const { status } = await dashboard.api.post(
        `/admin/api-keys/${keyId}/revoke`,
        body,
        credential
      )
      expect(status).toBe(200)
    }
    await createKey("ERP export")
    await revoke(await createKey("Warehouse"), { revoke_in: 3600 })
    await revoke(await createKey("Former shop"), {})
    await dashboard.sql(
      `INSERT INTO auth_mfa_factor (id, auth_identity_id, provider, status, provider_metadata)
       SELECT 'authmfa_ada', auth_identity_id, 'totp', 'enabled', '{}' FROM provider_identity WHERE entity_id = $1`,
      [email]
    )
  })

  const access = async () =>
    (await dashboard.api.get(`/admin/users/${id}/access`, dashboard.root)).data.access
  const open = () => dashboard.open(`/settings/users/${id}`, { timezoneId: TIME_ZONE })
  const factOf = (page: Page, name: string) =>
    page
      .locator("[data-plugin=user-lifecycle] dt")
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator("xpath=following-sibling::dd[1]")
  /** As the page writes an instant. */
  const written = (instant: string) =>
    new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", timeZone: TIME_ZONE })
      .format(new Date(instant))
      .replace(/\s/g, " ")
  const textOf = async (page: Page, name: string) =>
    (await factOf(page, name).innerText()).replace(/\s/g, " ").trim()

  it("names the API keys that work, with their end where they have one, and no others", async () => {
    const page = await open()
    await factOf(page, "API keys").getByText("ERP export").waitFor()
    const { api_keys } = await access()
    expect(api_keys).toHaveLength(3)
    const revokedAt: string = api_keys.find(
      ({ title }: { title: string }) => title === "Warehouse"
    ).revoked_at
    const items = factOf(page, "API keys").getByRole("listitem")
    const texts = (await items.allInnerTexts()).map((text) => text.replace(/\s/g, " "))
    expect(texts).toEqual([
      expect.stringMatching(/^ERP export sk_\S+$/),
      expect.stringMatching(/^Warehouse sk_\S+ works until /),
    ])
    expect(texts[1]).toContain(written(revokedAt))
    expect(await findSeriousViolations(page)).toEqual([])
    await page.context().close()
  })

  it("says how they log in, with which second factor, and when they last did", async () => {
    const page = await open()
    await factOf(page, "Second factor").getByText("totp").waitFor()
    expect(await textOf(page, "Login")).toBe(`Password: ${email}`)
    const { last_login_at, last_seen_at, tokens_valid_after } = await access()
    expect(last_login_at).toEqual(expect.any(String))
    expect(await textOf(page, "Last login")).toBe(written(last_login_at))
    expect(await textOf(page, "Last seen")).toBe(written(last_seen_at))
    expect(await textOf(page, "Tokens valid only from")).toBe(
      tokens_valid_after ? written(tokens_valid_after) : "–"
    )
    expect(await textOf(page, "Status")).toBe("Active")
    expect(await textOf(page, "Created")).toContain("by root@example.com")
    await page.context().close()
  })

  it("has the new email above it once the email is changed", async () => {
    const other = await dashboard.provision("former@example.com")
    const page = await dashboard.open(`/settings/users/${other}`)
    await page.getByRole("heading", { name: "former@example.com" }).waitFor()
    await page.getByRole("button", { name: "Change email" }).click()
    const drawer = page.getByRole("dialog")
    await drawer.getByLabel("New email").fill("latter@example.com")
    await drawer.getByRole("button", { name: "Change email" }).click()
    await page.getByRole("heading", { name: "latter@example.com" }).waitFor()
    expect(await page.getByRole("heading", { name: "former@example.com" }).count()).toBe(0)
    await page.context().close()
  })

  it("says so of somebody who has none of it", async () => {
    const other = await dashboard.provision("grace@example.com", { password: undefined })
    const page = await dashboard.open(`/settings/users/${other}`)
    await factOf(page, "Login").getByText("Password not set").waitFor()
    for (const [name, text] of [
      ["API keys", "None"],
      ["Second factor", "None"],
      ["Last login", "–"],
      ["Last seen", "–"],
    ]) {
      expect(await textOf(page, name)).toBe(text)
    }
    await page.context().close()
  })
})
