import type { Page } from "playwright-core"
import { findSeriousViolations } from "./accessibility"
import { useDashboard } from "./use-dashboard"

const PEOPLE = "/settings/user-lifecycle/people"

const drawer = (page: Page) => page.getByRole("dialog")

useDashboard(
  "the dashboard of a shop in which admins sign in at a provider alone",
  (dashboard) => {
    it("offers no way to add somebody that takes a password", async () => {
      const page = await dashboard.open(`${PEOPLE}?add=true`)
      await drawer(page).getByRole("radio", { name: "Single sign-on" }).waitFor()
      await drawer(page).getByRole("radio", { name: "Invite", exact: true }).waitFor()
      expect(await drawer(page).getByRole("radio").count()).toBe(2)
      expect(await findSeriousViolations(page)).toEqual([])

      await drawer(page).getByRole("radio", { name: "Single sign-on" }).click()
      await drawer(page).getByLabel("Email", { exact: true }).fill("grace@example.com")
      await drawer(page).getByLabel("Login at the provider").fill("sso|grace")
      await drawer(page).getByRole("button", { name: "Add person" }).click()
      await page.getByText("grace@example.com can sign in now").waitFor()
      await page.context().close()
    })

    it("says of whoever is restored that they get a login at the provider, and not by an email", async () => {
      const email = "ada@example.com"
      const id = await dashboard.provision(email, {
        password: undefined,
        auth: { provider: "test-sso", entity_id: "sso|ada" },
      })
      await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
      const page = await dashboard.open(`${PEOPLE}?q=${email}`)
      await page.getByRole("button", { name: `Actions for ${email}` }).click()
      await page.getByRole("menuitem", { name: "Restore" }).click()
      await drawer(page)
        .getByText("They get one by signing in at the provider with this email.")
        .waitFor()
      expect(await drawer(page).getByText("gets an email").count()).toBe(0)
      await drawer(page).getByRole("button", { name: "Restore" }).click()
      await page
        .getByText(`${email} is back, and gets a login by signing in at the provider`)
        .waitFor()
      await page.locator(`tr[data-row="${email}"]`).getByText("No login").waitFor()
      expect(
        await dashboard.sql("SELECT 1 FROM email_delivery WHERE recipient = $1", [email])
      ).toEqual([])
      await page.context().close()
    })

    it("imports nobody who would have to set a password", async () => {
      const page = await dashboard.open(`${PEOPLE}/import`)
      const invite = page.getByRole("radio", { name: "Invite them" })
      await invite.waitFor()
      await page
        .getByRole("radio", { name: "Make them admins at once" })
        .waitFor({ state: "detached" })
      expect(await invite.isChecked()).toBe(true)
      await page.context().close()
    })
  },
  { USER_AUTH_METHODS: "test-sso" }
)
