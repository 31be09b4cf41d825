import type { Locator, Page } from "playwright-core"
import { waitUntil } from "../helpers/wait-until"
import { findSeriousViolations, tabTo } from "./accessibility"
import { useDashboard } from "./use-dashboard"

const EMAILS = "/settings/user-lifecycle/emails"
const ROUTE = "**/admin/user-lifecycle/emails?*"

/** An email that fails is given up at once. */
const env = {
  USER_LIFECYCLE_OPTIONS: JSON.stringify({ emails: { retry_delays_seconds: [] } }),
}

useDashboard(
  "Settings → User lifecycle → Emails",
  (dashboard) => {
    const statusOf = async (email: string): Promise<string | undefined> => {
      const [delivery] = await dashboard.sql<{ status: string }>(
        "SELECT status FROM email_delivery WHERE recipient = $1",
        [email]
      )
      return delivery?.status
    }
    const until = (email: string, status: string) =>
      waitUntil(
        `the email to ${email} is ${status}`,
        async () => (await statusOf(email)) === status
      )
    /** The first attempt at it fails, the next one does not. */
    const inviteWhoFailsOnce = async (name: string): Promise<string> => {
      const email = `fails-1-${name}@busy.example.com`
      const { status } = await dashboard.api.post("/admin/invites", { email }, dashboard.root)
      expect(status).toBe(200)
      await until(email, "failed")
      return email
    }
    const rowOf = (page: Page, email: string): Locator =>
      page.locator(`tr[data-row="${email}, Invite"]`)

    it("shows an email that failed, with the reason, and tries it again, by clicking", async () => {
      const email = await inviteWhoFailsOnce("click")
      const page = await dashboard.open("/settings/user-lifecycle")
      await page.getByRole("link", { name: "Emails", exact: true }).click()
      await rowOf(page, email).getByText("Failed", { exact: true }).waitFor()
      await rowOf(page, email).getByText("attempt 1: busy").waitFor()

      await page.getByRole("button", { name: `Actions for the email to ${email}` }).click()
      await page.getByRole("menuitem", { name: "Try again now" }).click()
      await page.getByText(`The email to ${email} is tried again`).waitFor()
      // Nobody has to look again: the page does.
      await rowOf(page, email).getByText("Sent", { exact: true }).waitFor()
      expect(await rowOf(page, email).getByText("attempt 1").count()).toBe(0)
      expect(
        await page.getByRole("button", { name: `Actions for the email to ${email}` }).count()
      ).toBe(0)
      const [retried] = await dashboard.sql(
        "SELECT actor_type FROM lifecycle_event WHERE type = 'email_retried' AND email = $1",
        [email]
      )
      expect(retried).toEqual({ actor_type: "user" })
      await page.context().close()
    })

    it("tries an email again by keyboard only", async () => {
      const email = await inviteWhoFailsOnce("keyboard")
      const page = await dashboard.open(EMAILS)
      await rowOf(page, email).waitFor()
      await tabTo(page, page.getByRole("button", { name: `Actions for the email to ${email}` }))
      await page.keyboard.press("Enter")
      await page.getByRole("menuitem", { name: "Try again now" }).waitFor()
      await page.keyboard.press("Enter")
      await page.getByText(`The email to ${email} is tried again`).waitFor()
      await until(email, "sent")
      await page.context().close()
    })

    it("tries all that failed again, of the pages that are not shown, too", async () => {
      await dashboard.sql(
        `INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, status, next_attempt_at)
         SELECT 'uemail_' || n, 'many:' || n, 'access-restored', 'many' || n || '@example.com', 'user', 'user_' || n, 'user_restored', 'failed', now()
         FROM generate_series(1, 25) n`
      )
      const page = await dashboard.open(`${EMAILS}?q=many`)
      await page.getByText("25 results").waitFor()
      await page.getByLabel("Select everything on this page").click()
      await page.getByText("20 emails chosen").waitFor()
      await page.getByRole("button", { name: "Select all 25 that match" }).click()
      await page.getByText("25 emails chosen").waitFor()
      await page.getByRole("button", { name: "Try again now (25)" }).click()
      const drawer = page.getByRole("dialog")
      await drawer.getByRole("heading", { name: "Try 25 emails again" }).waitFor()
      await drawer.getByRole("button", { name: "Try again now" }).click()
      await page.getByText("25 emails are tried again").waitFor()
      await drawer.waitFor({ state: "detached" })
      const [{ count }] = await dashboard.sql(
        "SELECT count(*)::int AS count FROM lifecycle_event WHERE type = 'email_retried' AND email LIKE 'many%'"
      )
      expect(count).toBe(25)
      await page.context().close()
    })

    it("tells two emails to one recipient from each other, also where both fail again", async () => {
      await dashboard.sql(
        `INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, status, next_attempt_at)
         SELECT 'uemail_' || template, 'both:' || template, 'user-lifecycle.' || template, 'both@example.com', 'user', 'user_both', 'user_restored', 'failed', now()
         FROM unnest(ARRAY['access-restored', 'set-password']) template`
      )
      const page = await dashboard.open(`${EMAILS}?q=both`)
      await page.getByText("2 of 2 results").waitFor()
      await page.getByLabel("Select everything on this page").click()
      await page.route("**/emails/*/retry", (route) =>
        route.fulfill({ status: 400, json: { type: "invalid_data", message: "Out of order" } })
      )
      await page.getByRole("button", { name: "Try again now (2)" }).click()
      const drawer = page.getByRole("dialog")
      const both = ["both@example.com, Access restored", "both@example.com, Set a password"]
      const chosen = drawer.getByRole("list", {
        name: "The recipients of the emails that are chosen",
      })
      await chosen.getByText(both[0]).waitFor()
      expect((await chosen.getByRole("listitem").allInnerTexts()).sort()).toEqual(both)
      await drawer.getByRole("button", { name: "Try again now" }).click()
      const failed = drawer.getByRole("alert").getByRole("listitem")
      await failed.first().waitFor()
      expect((await failed.allInnerTexts()).map((text) => text.split(":")[0]).sort()).toEqual(both)
      await page.context().close()
    })

    it("says why an email can't be tried again that somebody else has tried meanwhile", async () => {
      const email = await inviteWhoFailsOnce("twice")
      const page = await dashboard.open(`${EMAILS}?q=${encodeURIComponent(email)}`)
      await rowOf(page, email).waitFor()
      const [{ id }] = await dashboard.sql<{ id: string }>(
        "SELECT id FROM email_delivery WHERE recipient = $1",
        [email]
      )
      await dashboard.api.post(
        `/admin/user-lifecycle/emails/${id}/retry`,
        undefined,
        dashboard.root
      )
      await until(email, "sent")
      await page.getByRole("button", { name: `Actions for the email to ${email}` }).click()
      await page.getByRole("menuitem", { name: "Try again now" }).click()
      await page.getByText("There is no email to send again").waitFor()
      await rowOf(page, email).getByText("Sent", { exact: true }).waitFor()
      await page.context().close()
    })

    it("searches for recipients and filters by status, with both in the address", async () => {
      const failed = await inviteWhoFailsOnce("filter")
      const sent = "filter-sent@example.com"
      await dashboard.api.post("/admin/invites", { email: sent }, dashboard.root)
      await until(sent, "sent")
      const page = await dashboard.open(EMAILS)
      await page.getByRole("searchbox").fill("FILTER")
      await rowOf(page, sent).waitFor()
      await rowOf(page, failed).waitFor()
      await page.getByText("2 of 2 results").waitFor()
      await page.getByRole("button", { name: "Status", exact: true }).click()
      await page.getByRole("menuitemcheckbox", { name: "Failed" }).click()
      await rowOf(page, sent).waitFor({ state: "detached" })
      await rowOf(page, failed).waitFor()
      expect(new URL(page.url()).searchParams.get("status")).toBe('["failed"]')
      await page.getByRole("searchbox").fill("nobody at all")
      await page.getByText("Nothing matches the search and the filters").waitFor()
      await page.context().close()
    })

    it("says what went wrong, and tries again; who may not see it; and where there is none", async () => {
      const email = await inviteWhoFailsOnce("states")
      const page = await dashboard.open("/settings/user-lifecycle")
      await page.route(ROUTE, (route) =>
        route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
      )
      await page.getByRole("link", { name: "Emails", exact: true }).click()
      await page.getByRole("alert").getByText("Out of order").waitFor()
      await page.unroute(ROUTE)
      await page.getByRole("button", { name: "Try again" }).click()
      await rowOf(page, email).waitFor()

      await page.route(ROUTE, (route) =>
        route.fulfill({ status: 403, json: { type: "forbidden", message: "Forbidden" } })
      )
      await page.reload()
      await page.getByText("You do not have permission to see this").waitFor()
      await page.unroute(ROUTE)

      // The invites as well: their emails would be put on their way again, because nothing says that they left.
      await dashboard.sql("WITH gone AS (DELETE FROM invite) DELETE FROM email_delivery")
      await page.reload()
      await page.getByText("No email was put on its way yet").waitFor()
      await page.context().close()
    })

    it("has nothing that keeps people with a screen reader out, in light and in dark", async () => {
      const email = await inviteWhoFailsOnce("axe")
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await dashboard.open(EMAILS, { colorScheme })
        await rowOf(page, email).waitFor()
        expect(await findSeriousViolations(page)).toEqual([])
        await page.getByRole("button", { name: `Actions for the email to ${email}` }).click()
        await page.getByRole("menuitem", { name: "Try again now" }).waitFor()
        expect(await findSeriousViolations(page)).toEqual([])
        await page.context().close()
      }
    })
  },
  env
)
