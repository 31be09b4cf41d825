import type { Page } from "playwright-core"
import { waitUntil } from "../helpers/wait-until"
import { findSeriousViolations } from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

const HOME = "/settings/user-lifecycle"
const PEOPLE = `${HOME}/people`
const INVITES = `${HOME}/invites`

useDashboard(
  "the dashboard of a shop from which no email leaves",
  (dashboard) => {
    const drawer = (page: Page) => page.getByRole("dialog")
    const rowOf = (page: Page, name: string) => page.locator(`tr[data-row="${name}"]`)
    const noEmailLeaves = (page: Page) => page.getByText("No email leaves this shop")
    const submit = (page: Page, name: string) =>
      drawer(page).getByRole("button", { name, exact: true }).click()
    const choose = async (page: Page, of: string, action: string) => {
      await page.getByRole("button", { name: of }).click()
      await page.getByRole("menuitem", { name: action, exact: true }).click()
    }
    /** Nobody is told that somebody gets an email. */
    const isPromised = async (page: Page) =>
      (await page
        .getByText(/gets? an(other)? email|sends a link|one is sent|tells both addresses/)
        .count()) > 0

    it("says so to whoever adds somebody, and what to do instead", async () => {
      const email = "ada@example.com"
      const page = await dashboard.open(`${PEOPLE}?add=true`)
      const way = (name: string) => drawer(page).getByRole("radio", { name, exact: true }).click()
      await noEmailLeaves(page).waitFor()
      await drawer(page).getByText("Copy the link of the invite").waitFor()
      expect(await isPromised(page)).toBe(false)
      expect(await findSeriousViolations(page)).toEqual([])
      await way("Password")
      await noEmailLeaves(page).waitFor({ state: "detached" })
      await way("Link to set a password")
      await drawer(page).getByText("Choose “Password”, and hand one over").waitFor()
      await drawer(page).getByLabel("Email", { exact: true }).fill(email)
      await submit(page, "Add person")
      await page.getByText(`${email} is an admin, and has yet to set a password`).waitFor()
      await rowOf(page, email).waitFor()
      expect(await isPromised(page)).toBe(false)
      await page.context().close()
    })

    it("says so to whoever invites people, and has links to hand over", async () => {
      const email = "grace@example.com"
      const page = await dashboard.open(INVITES, {
        permissions: ["clipboard-read", "clipboard-write"],
      })
      await page.getByRole("button", { name: "Invite people" }).click()
      await noEmailLeaves(page).waitFor()
      await drawer(page).getByText("Each becomes an admin when they accept.").waitFor()
      await drawer(page).getByRole("textbox", { name: "Emails" }).fill(email)
      await drawer(page).getByText("One person would be invited").waitFor()
      expect(await isPromised(page)).toBe(false)
      await submit(page, "Invite")
      await drawer(page).getByText("Copy the link of each from the list of invites").waitFor()
      await drawer(page).getByRole("button", { name: "Close" }).first().click()

      await choose(page, `Actions for the invite of ${email}`, "Copy link")
      await page.getByText(`The link for ${email} is copied`).waitFor()
      const link = new URL(String(await page.evaluate("navigator.clipboard.readText()")))
      const accepted = await dashboard.api.post("/admin/invites/accept", {
        token: link.searchParams.get("token"),
        password: PASSWORD,
      })
      expect(accepted.status).toBe(200)
      await page.context().close()
    })

    it("promises no email to whoever sends an invite again", async () => {
      const email = "linus@example.com"
      await dashboard.api.post("/admin/invites", { email }, dashboard.root)
      const page = await dashboard.open(`${INVITES}?q=${email}`)
      await choose(page, `Actions for the invite of ${email}`, "Resend")
      await noEmailLeaves(page).waitFor()
      await drawer(page).getByText("Each gets another link").waitFor()
      await submit(page, "Resend")
      await page.getByText(`There is another link for ${email}`).waitFor()
      expect(await isPromised(page)).toBe(false)
      await page.context().close()
    })

    it("promises no email to whoever restores somebody, sends a link, or changes an email", async () => {
      const email = "barbara@example.com"
      const id = await dashboard.provision(email)
      await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
      const page = await dashboard.open(`${PEOPLE}?q=barbara`)
      const begin = async (action: string, instead: string) => {
        await choose(page, `Actions for ${email}`, action)
        await noEmailLeaves(page).waitFor()
        await drawer(page).getByText(instead).waitFor()
        expect(await isPromised(page)).toBe(false)
      }
      await begin("Restore", "Nobody can log in before they have a link to set a password.")
      await submit(page, "Restore")
      await page.getByText(`${email} is back, and has yet to set a password`).waitFor()
      await drawer(page).waitFor({ state: "detached" })

      await begin("Send a link to set a password", "Nobody gets the link by this.")
      await submit(page, "Send a link to set a password")
      await page.getByText(`There is another link to set a password for ${email}`).waitFor()
      await drawer(page).waitFor({ state: "detached" })

      for (const [action, done] of [
        ["Suspend", "is suspended"],
        ["Reactivate", "is active again"],
      ]) {
        await begin(action, "Tell the person yourself.")
        expect(await drawer(page).getByText("told by email").count()).toBe(0)
        await submit(page, action)
        await page.getByText(`${email} ${done}`).waitFor()
        await drawer(page).waitFor({ state: "detached" })
      }

      await begin("Change email", "Tell the person yourself.")
      expect(await drawer(page).getByText("Both addresses are told").count()).toBe(0)
      await page.context().close()
    })

    it("says so to whoever imports people", async () => {
      const page = await dashboard.open(`${PEOPLE}/import`)
      await noEmailLeaves(page).waitFor()
      await page.getByText("Copy the link of each from the list of invites").waitFor()
      await page.getByRole("radio", { name: "Make them admins at once" }).click()
      await page.getByText("Nobody can log in before they have a link").waitFor()
      expect(await isPromised(page)).toBe(false)
      await page.locator("input[type=file]").setInputFiles({
        name: "people.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("email\nimported@example.com\n"),
      })
      await page.getByRole("button", { name: "Check the file" }).click()
      await page.waitForURL(/import=/)
      await page.getByText("Nobody can log in before they have a link").waitFor()
      await page.getByText("in the file have yet to set a password").waitFor()
      expect(await isPromised(page)).toBe(false)
      await page.context().close()
    })

    it("promises no email to whoever repairs what is wrong", async () => {
      const bare = "bare@example.com"
      const misnamed = "misnamed@example.com"
      await dashboard.sql(`INSERT INTO "user" (id, email) VALUES ('user_bare', $1)`, [bare])
      const id = await dashboard.provision("named@example.com")
      await dashboard.sql(`UPDATE "user" SET email = $1 WHERE id = $2`, [misnamed, id])
      const page = await dashboard.open(`${HOME}/identity-health`)
      const repairs = [
        { email: bare, does: "that has no password yet", instead: "Nobody can log in with it" },
        { email: misnamed, does: "Renames the login", instead: "Tell the person yourself." },
      ]
      for (const { email, does, instead } of repairs) {
        const row = page.locator(`tr[data-row*="${email}"]`).filter({ hasText: does })
        await row.getByText(does).waitFor()
        expect(await isPromised(page)).toBe(false)
        await row.getByRole("button", { name: "Actions for" }).click()
        await page.getByRole("menuitem", { name: "Repair", exact: true }).click()
        await noEmailLeaves(page).waitFor()
        await drawer(page).getByText(instead).waitFor()
        await drawer(page).getByText(does).waitFor()
        expect(await isPromised(page)).toBe(false)
        expect(await findSeriousViolations(page)).toEqual([])
        await drawer(page).getByRole("button", { name: "Cancel" }).click()
        await drawer(page).waitFor({ state: "detached" })
        await page.locator("[role=menu]").waitFor({ state: "detached" })
      }
      await page.context().close()
    })

    it("says in the language of the page why an email did not leave, wherever that is shown", async () => {
      const email = "deutsch@example.com"
      await dashboard.api.post("/admin/invites", { email }, dashboard.root)
      await waitUntil("the email is given up", async () => {
        const rows = await dashboard.sql(
          "SELECT 1 FROM email_delivery WHERE recipient = $1 AND status = 'failed'",
          [email]
        )
        return rows.length === 1
      })
      const page = await dashboard.open(`${INVITES}?q=${email}`, { language: "de" })
      const because = "In diesem Shop ist kein E-Mail-Anbieter eingerichtet."
      await rowOf(page, email).getByText(because).waitFor()
      await page.goto(`${dashboard.url}/app${HOME}/emails?q=${email}`)
      await rowOf(page, `${email}, Einladung`).getByText(because).waitFor()
      await page.goto(`${dashboard.url}/app${HOME}/activity?q=${email}`)
      const unsent = page.getByRole("button", { name: "wurde nicht gesendet" })
      await unsent.getByText(because).waitFor()
      await unsent.click()
      await page.getByText("Grund", { exact: true }).waitFor()
      expect(await page.getByText(because).count()).toBe(2)
      expect(await page.getByText("No notification provider").count()).toBe(0)
      await page.context().close()
    })
  },
  { EMAIL_PROVIDER: "off" }
)
