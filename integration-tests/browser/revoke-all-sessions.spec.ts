import type { Page } from "playwright-core"
import { findSeriousViolations } from "./accessibility"
import { ROOT, useDashboard } from "./use-dashboard"

const PEOPLE = "/settings/user-lifecycle/people"

// On a server of its own: it ends the sessions that other tests have.
useDashboard("Settings → User lifecycle → People → Revoke everybody's sessions", (dashboard) => {
  const drawer = (page: Page) => page.getByRole("dialog")
  const begin = async (page: Page): Promise<void> => {
    await page.getByRole("button", { name: "More actions" }).click()
    await page.getByRole("menuitem", { name: "Revoke everybody's sessions" }).click()
  }
  const submitButton = (page: Page) =>
    drawer(page).getByRole("button", { name: "Revoke all sessions", exact: true })

  it("asks for a confirmation that is typed, throws everybody out but oneself, and says how many they were", async () => {
    const email = "ada@example.com"
    await dashboard.provision(email)
    await dashboard.provision("grace@example.com")
    const other = await dashboard.open(PEOPLE, { as: email })
    await other.locator(`tr[data-row="${email}"]`).waitFor()
    const page = await dashboard.open(PEOPLE)

    await begin(page)
    await drawer(page).getByText("The session of this window, and all API keys.").waitFor()
    expect(await findSeriousViolations(page)).toEqual([])
    expect(await submitButton(page).isDisabled()).toBe(true)
    await drawer(page).getByLabel("Reason").fill("The secret may have leaked")
    await drawer(page).getByLabel("Type everybody to confirm").fill("everybod")
    expect(await submitButton(page).isDisabled()).toBe(true)
    await drawer(page).getByLabel("Type everybody to confirm").fill("everybody")
    await submitButton(page).click()
    await page.getByText("The sessions of 3 people have ended, but for this one").waitFor()
    await drawer(page).waitFor({ state: "detached" })

    await other.getByRole("link", { name: "Overview", exact: true }).click()
    await other.waitForURL(`${dashboard.url}/app/login**`)
    await page.reload()
    await page.locator(`tr[data-row="${ROOT.email}"]`).waitFor()
    const ledger = await dashboard.sql<{ email: string; reason: string }>(
      "SELECT email, reason FROM lifecycle_event WHERE type = 'user_sessions_revoked' ORDER BY email"
    )
    expect(ledger).toEqual(
      [email, "grace@example.com", ROOT.email].map((each) => ({
        email: each,
        reason: "The secret may have leaked",
      }))
    )

    // Again at once is refused, and said why, with what was typed.
    await begin(page)
    await drawer(page).getByLabel("Type everybody to confirm").fill("everybody")
    await submitButton(page).click()
    await drawer(page)
      .getByRole("alert")
      .getByText("You have ended everybody's sessions within the last minute.")
      .waitFor()
    await other.context().close()
    await page.context().close()
  })

  it("speaks German where the dashboard does", async () => {
    const page = await dashboard.open(PEOPLE, { language: "de" })
    await page.getByRole("button", { name: "Weitere Aktionen" }).click()
    await page.getByRole("menuitem", { name: "Alle Sitzungen beenden" }).click()
    await drawer(page).getByLabel("Zur Bestätigung alle eingeben").fill("alle")
    const submit = drawer(page).getByRole("button", { name: "Sitzungen aller beenden" })
    expect(await submit.isDisabled()).toBe(false)
    await page.context().close()
  })
})
