import type { Locator, Page } from "playwright-core"
import { chooseByLetters, findSeriousViolations, tabTo } from "./accessibility"
import { useDashboard } from "./use-dashboard"

const PEOPLE = "/settings/user-lifecycle/people"

useDashboard("Settings → User lifecycle → People", (dashboard) => {
  const rowOf = (page: Page, email: string): Locator => page.locator(`tr[data-row="${email}"]`)

  const choose = async (page: Page, email: string, action: string): Promise<void> => {
    await page.getByRole("button", { name: `Actions for ${email}` }).click()
    await page.getByRole("menuitem", { name: action, exact: true }).click()
  }
  const drawer = (page: Page) => page.getByRole("dialog")
  const submit = (page: Page, name: string) =>
    drawer(page).getByRole("button", { name, exact: true }).click()

  const statusOf = async (id: string): Promise<string> =>
    (await dashboard.api.get(`/admin/users/${id}/access`, dashboard.root)).data.access.status

  it("is reached from the settings, and lists people", async () => {
    await dashboard.provision("ada@example.com", { first_name: "Ada", last_name: "Lovelace" })
    const page = await dashboard.open("/settings")
    // Medusa leads on from there by itself, also away from what was clicked before.
    await page.waitForURL("**/settings/store")
    await page.getByRole("link", { name: "User lifecycle" }).click()
    await page.getByRole("link", { name: "People", exact: true }).click()
    await rowOf(page, "ada@example.com").getByText("Ada Lovelace").waitFor()
    await rowOf(page, "ada@example.com").getByText("Active").waitFor()
    await page.context().close()
  })

  it("suspends, reactivates, revokes, offboards with a preview, and restores a person, by clicking", async () => {
    const email = "grace@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(PEOPLE)

    await choose(page, email, "Suspend")
    await drawer(page).getByLabel("Reason").fill("on leave")
    await submit(page, "Suspend")
    await page.getByText(`${email} is suspended`).waitFor()
    await rowOf(page, email).getByText("Suspended").waitFor()
    expect(await statusOf(id)).toBe("suspended")

    await choose(page, email, "Reactivate")
    await submit(page, "Reactivate")
    await rowOf(page, email).getByText("Active").waitFor()

    await choose(page, email, "Revoke sessions")
    await submit(page, "Revoke sessions")
    await page.getByText(`${email} has to log in again`).waitFor()

    await choose(page, email, "Offboard")
    await drawer(page).getByText("One login").waitFor()
    const button = drawer(page).getByRole("button", { name: "Offboard", exact: true })
    expect(await button.isDisabled()).toBe(true)
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await button.click()
    await rowOf(page, email).getByText("Offboarded").waitFor()
    expect(await statusOf(id)).toBe("offboarded")

    await choose(page, email, "Restore")
    await submit(page, "Restore")
    await rowOf(page, email).getByText("Active").waitFor()
    const ledger = await dashboard.sql<{ type: string; reason: string | null }>(
      "SELECT type, reason FROM lifecycle_event WHERE user_id = $1 AND actor_type = 'user' ORDER BY sequence",
      [id]
    )
    expect(ledger.map(({ type }) => type)).toEqual([
      "user_provisioned",
      "user_suspended",
      "user_reactivated",
      "user_sessions_revoked",
      "user_offboarded",
      "user_restored",
    ])
    expect(ledger[1].reason).toBe("on leave")
    await page.context().close()
  })

  it("does not take a date that is half typed for none", async () => {
    const email = "halfdate@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await choose(page, email, "Offboard")
    await drawer(page).getByText("One login").waitFor()
    await drawer(page).getByLabel("On a date").focus()
    await page.keyboard.type("12312030")
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await submit(page, "Offboard")
    expect(await statusOf(id)).toBe("active")
    await drawer(page).getByLabel("On a date").fill("2030-12-31T18:00")
    await submit(page, "Schedule offboarding")
    await page.getByText(`The offboarding of ${email} is scheduled`).waitFor()
    expect(await statusOf(id)).toBe("active")
    await page.context().close()
  })

  it("takes nothing away of which it could not be told what it is", async () => {
    const email = "unseen@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=unseen`)
    const failure = { status: 500, json: { type: "unknown", message: "Out of order" } }
    await page.route("**/offboard", (route) => route.fulfill(failure))
    await choose(page, email, "Offboard")
    await drawer(page).getByRole("alert").getByText("Out of order").waitFor()
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    const button = drawer(page).getByRole("button", { name: "Offboard", exact: true })
    expect(await button.isDisabled()).toBe(true)

    await page.unroute("**/offboard")
    await drawer(page).getByRole("button", { name: "Try again" }).click()
    await button.click()
    await page.getByText(`${email} is offboarded`).waitFor()
    expect(await statusOf(id)).toBe("offboarded")
    await page.context().close()
  })

  it("offboards on Medusa's own page of a user, and says so there", async () => {
    const email = "card@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`/settings/users/${id}`)
    await page.getByRole("button", { name: "Offboard", exact: true }).click()
    await drawer(page).getByText("One login").waitFor()
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await submit(page, "Offboard")
    await page.getByText(`${email} is offboarded`).waitFor()
    await page.getByRole("button", { name: "Restore", exact: true }).waitFor()
    expect(await statusOf(id)).toBe("offboarded")
    await page.context().close()
  })

  it("names who it failed for, and does it again with nobody else", async () => {
    const email = "again@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(PEOPLE)
    await page.getByLabel(`Select ${email}`).click()
    await page.getByLabel("Select root@example.com").click()
    await page.getByRole("button", { name: "Suspend (2)" }).click()
    await submit(page, "Suspend")
    await page.getByText(`${email} is suspended`).waitFor()
    await drawer(page).getByRole("alert").getByText("root@example.com").waitFor()
    await drawer(page).getByRole("heading", { name: "Suspend root@example.com" }).waitFor()
    await submit(page, "Suspend")
    await drawer(page).getByRole("alert").getByText("root@example.com").waitFor()
    const entries = await dashboard.sql(
      "SELECT 1 FROM lifecycle_event WHERE user_id = $1 AND type = 'user_suspended'",
      [id]
    )
    expect(entries).toHaveLength(1)
    await page.context().close()
  })

  it("says why something is refused, and leaves what was typed", async () => {
    const page = await dashboard.open(PEOPLE)
    await choose(page, "root@example.com", "Suspend")
    await drawer(page).getByLabel("Reason").fill("a mistake")
    await submit(page, "Suspend")
    await drawer(page).getByRole("alert").getByText("It failed for one person").waitFor()
    expect(await drawer(page).getByLabel("Reason").inputValue()).toBe("a mistake")
    await page.context().close()
  })

  it("does something with many people at once, also from different pages, and says for how many it makes sense", async () => {
    const emails = ["bulk1@example.com", "bulk2@example.com", "bulk3@example.com"]
    const ids = await Promise.all(emails.map((email) => dashboard.provision(email)))
    await dashboard.api.post(`/admin/users/${ids[2]}/suspend`, {}, dashboard.root)
    const page = await dashboard.open(`${PEOPLE}?q=bulk`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("toolbar").getByText("3 people chosen").waitFor()
    await page.getByRole("button", { name: "Suspend (2)" }).click()
    await submit(page, "Suspend")
    await page.getByText("2 people are suspended").waitFor()
    expect(await Promise.all(ids.map(statusOf))).toEqual(["suspended", "suspended", "suspended"])

    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Offboard (3)" }).click()
    await drawer(page).getByText("3 logins").waitFor()
    await drawer(page).getByLabel("Type 3 to confirm").fill("3")
    await submit(page, "Offboard")
    await page.getByText("3 people are offboarded").waitFor()
    expect(await Promise.all(ids.map(statusOf))).toEqual(["offboarded", "offboarded", "offboarded"])
    await page.context().close()
  })

  it("searches, filters, orders and pages through the backend, with all of it in the address", async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        dashboard.provision(`many${String(n).padStart(2, "0")}@example.com`)
      )
    )
    const page = await dashboard.open(PEOPLE)
    await page.getByRole("searchbox").fill("MANY")
    await rowOf(page, "many00@example.com").waitFor()
    await page.getByText("20 of 25 results").waitFor()
    await page.getByRole("button", { name: "Next" }).click()
    await rowOf(page, "many24@example.com").waitFor()
    expect(page.url()).toContain("offset=20")

    await page.getByRole("button", { name: "Person", exact: true }).click()
    await page.getByRole("button", { name: "Person", exact: true }).click()
    await page.locator("tbody tr").first().getByText("many24@example.com").waitFor()
    expect(page.url()).toContain("order=-email")
    expect(page.url()).not.toContain("offset")

    await page.getByRole("button", { name: "Status", exact: true }).click()
    await page.getByRole("menuitemcheckbox", { name: "Offboarded" }).click()
    await page.keyboard.press("Escape")
    await page.getByText("Nothing matches the search and the filters").waitFor()
    await page.goBack()
    await rowOf(page, "many24@example.com").waitFor()

    await page.goto(
      `${dashboard.url}/app${PEOPLE}?last_login=${encodeURIComponent('["never"]')}&q=many`
    )
    await page.getByText("20 of 25 results").waitFor()
    await page.context().close()
  })

  it("offboards by keyboard only", async () => {
    const email = "keyboard@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await rowOf(page, email).waitFor()
    await tabTo(page, page.getByRole("button", { name: `Actions for ${email}` }))
    await page.keyboard.press("Enter")
    await chooseByLetters(page, "Offb")
    await drawer(page).getByText("One login").waitFor()
    await tabTo(page, drawer(page).getByLabel(`Type ${email} to confirm`))
    await page.keyboard.type(email)
    await page.keyboard.press("Enter")
    await page.getByText(`${email} is offboarded`).waitFor()
    expect(await statusOf(id)).toBe("offboarded")
    await page.context().close()
  })

  it("suspends on Medusa's own page of a user by keyboard only", async () => {
    const id = await dashboard.provision("keyed@example.com")
    const page = await dashboard.open(`/settings/users/${id}`)
    const button = page.getByRole("button", { name: "Suspend", exact: true })
    await button.waitFor()
    await tabTo(page, button)
    await page.keyboard.press("Enter")
    const submitButton = drawer(page).getByRole("button", { name: "Suspend", exact: true })
    await submitButton.waitFor()
    await tabTo(page, submitButton)
    await page.keyboard.press("Enter")
    await page.getByText("keyed@example.com is suspended").waitFor()
    expect(await statusOf(id)).toBe("suspended")
    await page.context().close()
  })

  it("throws an offboarded admin's other window out to the login page on its next click", async () => {
    const email = "leaving@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(PEOPLE, { as: email })
    await rowOf(page, email).waitFor()
    const { status } = await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
    expect(status).toBe(200)
    await page.getByRole("link", { name: "Overview", exact: true }).click()
    await page.waitForURL(`${dashboard.url}/app/login**`)
    await page.context().close()
  })

  it("throws out to the login page also whoever does something after their own offboarding", async () => {
    const email = "acting@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=root`, { as: email })
    await choose(page, "root@example.com", "Revoke sessions")
    await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
    await submit(page, "Revoke sessions")
    await page.waitForURL(`${dashboard.url}/app/login**`)
    await page.context().close()
  })

  it("shows what a person can act with, and what happened to them, also of somebody who is gone", async () => {
    const email = "details@example.com"
    const id = await dashboard.provision(email)
    await dashboard.api.post(`/admin/users/${id}/offboard`, { reason: "left" }, dashboard.root)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await choose(page, email, "Details")
    await drawer(page).getByText("No login").waitFor()
    await drawer(page).getByText(`root@example.com offboarded ${email}`).waitFor()
    await drawer(page).getByText("“left” · 127.0.0.1").waitFor()
    expect(await findSeriousViolations(page)).toEqual([])
    await page.context().close()
  })

  it("has nothing that keeps people with a screen reader out, in light and in dark", async () => {
    const email = "axe@example.com"
    await dashboard.provision(email)
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(PEOPLE, { colorScheme })
      await rowOf(page, email).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.getByLabel(`Select ${email}`).click()
      await page.getByRole("button", { name: "Offboard (1)" }).click()
      await drawer(page).getByText("One login").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
  })

  it("speaks German where the dashboard does", async () => {
    const page = await dashboard.open(PEOPLE, { language: "de" })
    await page.getByRole("heading", { name: "Zugänge" }).waitFor()
    await page.getByRole("columnheader", { name: "Letzte Anmeldung" }).waitFor()
    await page.context().close()
  })
})
