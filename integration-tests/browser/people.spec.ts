import type { Locator, Page } from "playwright-core"
import { bearer, login } from "../helpers/http"
import { waitUntil } from "../helpers/wait-until"
import {
  chooseByLetters,
  findSeriousViolations,
  tabTo,
  waitForFocus,
  watchUnheard,
} from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

const PEOPLE = "/settings/user-lifecycle/people"

useDashboard("Settings → User lifecycle → People", (dashboard) => {
  const rowOf = (page: Page, email: string): Locator => page.locator(`tr[data-row="${email}"]`)

  const untilListed = (page: Page): Promise<void> =>
    rowOf(page, "root@example.com")
      .or(page.getByText(/of \d+ results/))
      .first()
      .waitFor()

  const choose = async (page: Page, email: string, action: string): Promise<void> => {
    await page.getByRole("button", { name: `Actions for ${email}` }).click()
    await page.getByRole("menuitem", { name: action, exact: true }).click()
  }
  const drawer = (page: Page) => page.getByRole("dialog")
  const submit = (page: Page, name: string) =>
    drawer(page).getByRole("button", { name, exact: true }).click()

  const isGone = (what: Locator): Promise<void> =>
    waitUntil(`${what} is gone`, async () => (await what.count()) === 0)

  /** Whose rows are shown, in their order. */
  const rows = (page: Page) =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll("tr[data-row]")].map((row) => row.dataset.row)`
    )
  const untilRowsAre = (page: Page, emails: string[]): Promise<void> =>
    waitUntil(
      `the rows are ${emails.join(", ")}`,
      async () => (await rows(page)).join() === emails.join()
    )

  /** What was decided about somebody's offboarding that has a date. */
  const scheduledOf = async (id: string) =>
    (
      await dashboard.sql<{ offboard_at: Date; reason: string; revoke_api_keys: boolean | null }>(
        `SELECT offboard_at, reason, revoke_api_keys FROM scheduled_offboarding
         WHERE user_id = $1 AND status = 'pending'`,
        [id]
      )
    ).at(0)

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
    const confirmation = drawer(page).getByLabel(`Type ${email} to confirm`)
    // With a Cyrillic "о".
    await confirmation.fill(email.replace("o", "\u043e"))
    await drawer(page).getByRole("alert").getByText("not the same, letter by letter").waitFor()
    expect(await button.isDisabled()).toBe(true)
    await confirmation.fill(email)
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

  it("says what was done, and keeps what was read, where it can't be read again", async () => {
    const email = "unread@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`/settings/users/${id}`)
    await page.getByRole("button", { name: "Offboard", exact: true }).click()
    await drawer(page).getByText("One login").waitFor()
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await page.route("**/access", (route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    await submit(page, "Offboard")
    await page.getByText(`${email} is offboarded`).waitFor()
    await drawer(page).waitFor({ state: "detached" })
    expect(await statusOf(id)).toBe("offboarded")
    const notice = page.getByRole("alert").filter({ hasText: "could not be read again" })
    await notice.getByText("Out of order").waitFor()
    expect(await page.getByRole("button", { name: "Offboard", exact: true }).count()).toBe(1)
    expect(await findSeriousViolations(page)).toEqual([])

    await page.unroute("**/access")
    await notice.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("button", { name: "Restore", exact: true }).waitFor()
    expect(await notice.count()).toBe(0)
    await page.context().close()
  })

  it("keeps the form that is open where what is behind it can't be read again", async () => {
    const id = await dashboard.provision("behind@example.com")
    const page = await dashboard.open(`/settings/users/${id}`)
    await page.getByRole("button", { name: "Suspend", exact: true }).click()
    await drawer(page).getByLabel("Reason").fill("a mistake")
    await page.route("**/suspend", (route) => route.fulfill({ status: 400, json: {} }))
    await page.route("**/access", (route) => route.fulfill({ status: 500, json: {} }))
    await submit(page, "Suspend")
    await drawer(page).getByRole("alert").getByText("It failed for one person").waitFor()
    // What is behind a drawer is hidden from a screen reader, and so from roles.
    await page.getByText("This could not be read again").waitFor()
    expect(await drawer(page).getByLabel("Reason").inputValue()).toBe("a mistake")
    await page.context().close()
  })

  it("shows no longer what somebody may not see any more", async () => {
    const id = await dashboard.provision("hidden@example.com")
    const page = await dashboard.open(`/settings/users/${id}`)
    await page.getByRole("button", { name: "Suspend", exact: true }).click()
    await page.route("**/access", (route) => route.fulfill({ status: 403, json: {} }))
    await submit(page, "Suspend")
    await page.getByText("hidden@example.com is suspended").waitFor()
    await page.getByText("You do not have permission to see this").waitFor()
    expect(await page.getByText("Second factor").count()).toBe(0)
    await page.context().close()
  })

  it("asks before it throws away what was typed, and only then", async () => {
    const email = "typed@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    const question = page.getByRole("alertdialog")
    const reason = drawer(page).getByLabel("Reason")

    const begin = async () => {
      await choose(page, email, "Suspend")
      // Also one that fades away behind the drawer: the next click would be about it.
      await page.locator("[role=menu]").waitFor({ state: "detached" })
      // The form begins with its first field, and not with the button that closes it.
      await page.waitForFunction("document.activeElement?.type === 'datetime-local'")
    }

    await begin()
    await waitUntil("it is closed", async () => {
      // The first key can come before the drawer listens.
      await page.keyboard.press("Escape")
      return (await drawer(page).count()) === 0
    })
    expect(await question.count()).toBe(0)
    await waitForFocus(page.getByRole("button", { name: `Actions for ${email}` }))

    await begin()
    await reason.fill("a long story")
    const leave: (() => Promise<void>)[] = [
      () => page.keyboard.press("Escape"),
      () => page.mouse.click(100, 450),
      () => drawer(page).getByRole("button", { name: "Cancel" }).click(),
      () => drawer(page).getByRole("button", { name: "Close" }).click(),
    ]
    for (const tryToLeave of leave) {
      await tryToLeave()
      await question.getByText("Are you sure you want to leave this form?").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.keyboard.press("Escape")
      await question.waitFor({ state: "detached" })
      expect(await reason.inputValue()).toBe("a long story")
    }
    await reason.focus()
    await page.keyboard.press("Escape")
    await question.getByRole("button", { name: "Go back" }).click()
    await page.waitForFunction("document.activeElement?.tagName === 'TEXTAREA'")
    await page.keyboard.press("Escape")
    await question.getByRole("button", { name: "Discard" }).click()
    await drawer(page).waitFor({ state: "detached" })
    // The page can be used as before.
    await begin()
    expect(await reason.inputValue()).toBe("")
    await page.context().close()
  })

  it("says what an offboarding on a date takes away, when, and which date it replaces", async () => {
    const email = "dated@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`, { timezoneId: "Europe/Berlin" })
    await choose(page, email, "Offboard")
    await drawer(page).getByText("at once, on every server").waitFor()
    await drawer(page).getByText("Time zone: Europe/Berlin").waitFor()
    expect(await drawer(page).getByText("Already scheduled").count()).toBe(0)
    await drawer(page).getByLabel("On a date").fill("2030-12-31T18:00")
    await drawer(page).getByText("What this takes away on Dec 31, 2030, 6:00 PM").waitFor()
    expect(await drawer(page).getByText("at once, on every server").count()).toBe(0)
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await submit(page, "Schedule offboarding")
    await rowOf(page, email).getByText("Dec 31, 2030, 6:00 PM").waitFor()

    await choose(page, email, "Offboard")
    await drawer(page)
      .getByText("Already scheduled for Dec 31, 2030, 6:00 PM; this replaces it.")
      .waitFor()
    await drawer(page).getByLabel("On a date").fill("2031-01-31T18:00")
    await drawer(page).getByText("on Jan 31, 2031").waitFor()
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await submit(page, "Schedule offboarding")
    await rowOf(page, email).getByText("Jan 31, 2031, 6:00 PM").waitFor()
    expect(await statusOf(id)).toBe("active")
    await page.context().close()
  })

  it("moves the date of an offboarding, and its reason and its choice about API keys stay", async () => {
    const email = "moved@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`, { timezoneId: "Europe/Berlin" })
    const date = drawer(page).getByLabel("On a date")
    const reason = drawer(page).getByLabel("Reason")
    const keys = drawer(page).getByRole("switch", { name: "Revoke API keys" })
    const confirmation = drawer(page).getByLabel(`Type ${email} to confirm`)
    await choose(page, email, "Offboard")
    await date.fill("2030-12-31T18:00")
    await keys.click()
    await reason.fill("Contract ends")
    await confirmation.fill(email)
    await submit(page, "Schedule offboarding")
    await rowOf(page, email).getByText("Dec 31, 2030, 6:00 PM").waitFor()

    await choose(page, email, "Change the date")
    await reason.and(page.locator(":not([disabled])")).waitFor()
    expect(await date.inputValue()).toBe("2030-12-31T18:00")
    expect(await reason.inputValue()).toBe("Contract ends")
    expect(await keys.isChecked()).toBe(false)
    const button = drawer(page).getByRole("button", { name: "Change the date", exact: true })
    expect(await button.isDisabled()).toBe(true)
    await date.fill("2031-01-31T18:00")
    await drawer(page).getByText("What this takes away on Jan 31, 2031, 6:00 PM").waitFor()
    expect(await confirmation.count()).toBe(0)
    expect(await findSeriousViolations(page)).toEqual([])
    await button.click()
    await page.getByText(`The scheduled offboarding of ${email} is changed`).waitFor()
    await rowOf(page, email).getByText("Jan 31, 2031, 6:00 PM").waitFor()
    expect(await scheduledOf(id)).toEqual({
      offboard_at: new Date("2031-01-31T17:00:00Z"),
      reason: "Contract ends",
      revoke_api_keys: false,
    })

    // Sooner than was confirmed, it takes away more; without a date, it would be at once.
    await choose(page, email, "Change the date")
    await date.fill("")
    await drawer(page).getByRole("alert").getByText("There is no date.").waitFor()
    expect(await button.isDisabled()).toBe(true)
    await date.fill("2030-06-30T18:00")
    await drawer(page).getByText("What this takes away on Jun 30, 2030").waitFor()
    await confirmation.waitFor()
    expect(await button.isDisabled()).toBe(true)
    await confirmation.fill(email)
    await button.click()
    await rowOf(page, email).getByText("Jun 30, 2030, 6:00 PM").waitFor()
    expect(await scheduledOf(id)).toEqual({
      offboard_at: new Date("2030-06-30T16:00:00Z"),
      reason: "Contract ends",
      revoke_api_keys: false,
    })
    expect(await statusOf(id)).toBe("active")
    await page.context().close()
  })

  it("changes the reason of an offboarding on Medusa's own page of a user, and nothing else, to the millisecond", async () => {
    const email = "reasoned@example.com"
    const id = await dashboard.provision(email)
    const at = "2030-12-31T17:00:12.345Z"
    await dashboard.api.post(`/admin/users/${id}/offboard`, { at }, dashboard.root)
    const page = await dashboard.open(`/settings/users/${id}`)
    await page.getByRole("button", { name: "Change the date", exact: true }).click()
    await drawer(page).getByLabel("Reason").fill("Contract ends")
    await submit(page, "Change the date")
    await page.getByText(`The scheduled offboarding of ${email} is changed`).waitFor()
    expect(await scheduledOf(id)).toEqual({
      offboard_at: new Date(at),
      reason: "Contract ends",
      // As the shop has it by then.
      revoke_api_keys: null,
    })
    await page.context().close()
  })

  it("says what an offboarding replaces that has a date, and how it would stay", async () => {
    const email = "replaced@example.com"
    const id = await dashboard.provision(email)
    await dashboard.api.post(
      `/admin/users/${id}/offboard`,
      { at: "2030-12-31T17:00:00Z", reason: "Contract ends", revoke_api_keys: false },
      dashboard.root
    )
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await choose(page, email, "Offboard")
    await drawer(page).getByText("Already scheduled for Dec 31, 2030").waitFor()
    await drawer(page).getByText("Its reason: Contract ends").waitFor()
    await drawer(page).getByText("It was to keep the API keys.").waitFor()
    await drawer(page).getByText("“Change the date” moves it").waitFor()
    expect(await drawer(page).getByLabel("On a date").inputValue()).toBe("")
    await page.context().close()
  })

  it("changes no offboarding that is not known, or not scheduled any more", async () => {
    const email = "called-off@example.com"
    const id = await dashboard.provision(email)
    const at = "2030-12-31T17:00:00Z"
    await dashboard.api.post(`/admin/users/${id}/offboard`, { at }, dashboard.root)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    const list = "**/admin/user-lifecycle/scheduled-offboardings?**"
    await page.route(list, (route) =>
      route.fulfill({ status: 400, json: { type: "unknown", message: "Out of order" } })
    )
    await choose(page, email, "Change the date")
    await drawer(page).getByRole("alert").getByText("Out of order").waitFor()
    await drawer(page).getByLabel("On a date").fill("2031-01-31T18:00")
    const button = drawer(page).getByRole("button", { name: "Change the date", exact: true })
    expect(await button.isDisabled()).toBe(true)
    expect(await drawer(page).getByLabel("Reason").isDisabled()).toBe(true)

    await page.unroute(list)
    await dashboard.api.post(`/admin/users/${id}/cancel-offboarding`, {}, dashboard.root)
    await drawer(page).getByRole("button", { name: "Try again" }).click()
    await drawer(page).getByText("It is not scheduled any more").waitFor()
    expect(await button.isDisabled()).toBe(true)
    await page.context().close()
  })

  it("asks no more what an offboarding would take away once nobody wants to know", async () => {
    const emails = ["left1@example.com", "left2@example.com"]
    await Promise.all(emails.map((email) => dashboard.provision(email)))
    const page = await dashboard.open(`${PEOPLE}?q=left`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    // The first is never answered.
    await page.route("**/offboard", () => undefined)
    const asked = page.waitForRequest("**/offboard")
    await page.getByRole("button", { name: "Offboard (2)" }).click()
    await asked
    const brokenOff = page.waitForEvent("requestfailed")
    await page.keyboard.press("Escape")
    expect((await brokenOff).url()).toContain("/offboard")
    await page.context().close()
  })

  it("names who it failed for, and does it again with nobody else", async () => {
    const email = "again@example.com"
    const id = await dashboard.provision(email)
    const gone = await dashboard.provision("gone@example.com")
    const page = await dashboard.open(PEOPLE)
    await page.getByLabel(`Select ${email}`).click()
    await page.getByLabel("Select gone@example.com").click()
    await page.getByRole("button", { name: "Suspend (2)" }).click()
    // Another admin is faster.
    await dashboard.api.post(`/admin/users/${gone}/offboard`, {}, dashboard.root)
    await submit(page, "Suspend")
    await page.getByText(`${email} is suspended`).waitFor()
    await drawer(page).getByRole("alert").getByText("gone@example.com").waitFor()
    await drawer(page).getByRole("heading", { name: "Suspend gone@example.com" }).waitFor()
    await submit(page, "Suspend")
    await drawer(page).getByRole("alert").getByText("This person is offboarded").waitFor()
    const entries = await dashboard.sql(
      "SELECT 1 FROM lifecycle_event WHERE user_id = $1 AND type = 'user_suspended'",
      [id]
    )
    expect(entries).toHaveLength(1)
    await page.context().close()
  })

  it("says why something is refused, and leaves what was typed", async () => {
    const email = "refused@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(PEOPLE)
    await choose(page, email, "Suspend")
    await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
    await drawer(page).getByLabel("Reason").fill("a mistake")
    await submit(page, "Suspend")
    await drawer(page).getByRole("alert").getByText("It failed for one person").waitFor()
    expect(await drawer(page).getByLabel("Reason").inputValue()).toBe("a mistake")
    await page.context().close()
  })

  it("offers nobody what is always refused about themself, in a row, in a card, and with many", async () => {
    const [{ id }] = await dashboard.sql<{ id: string }>(
      `SELECT id FROM "user" WHERE email = 'root@example.com'`
    )
    const at = new Date(Date.now() + 7 * 86_400_000).toISOString()
    const other = await dashboard.provision("other-admin@example.com")
    const token = await login(dashboard.api, "other-admin@example.com", PASSWORD)
    await dashboard.api.post(`/admin/users/${id}/offboard`, { at }, bearer(token))
    const page = await dashboard.open(PEOPLE)
    await rowOf(page, "root@example.com").waitFor()
    await page.getByRole("button", { name: "Actions for root@example.com" }).click()
    await page.getByRole("menuitem", { name: "Details" }).waitFor()
    await isGone(page.getByRole("menuitem", { name: "Suspend" }))
    expect(await page.getByRole("menuitem").allTextContents()).toEqual([
      "Details",
      "Revoke sessions",
      "Send a link to reset the password",
      "Change email",
    ])
    await page.keyboard.press("Escape")

    await page.getByLabel("Select root@example.com").click()
    await page.getByText("Suspending and offboarding leave you out.").waitFor()
    await page.getByRole("button", { name: "Revoke sessions (1)" }).waitFor()
    expect(await page.getByRole("button", { name: /^(Suspend|Offboard|Cancel)/ }).count()).toBe(0)
    await page.getByLabel("Select other-admin@example.com").click()
    await page.getByRole("button", { name: "Suspend (1)" }).click()
    await drawer(page).getByRole("heading", { name: "Suspend other-admin@example.com" }).waitFor()
    expect(await findSeriousViolations(page)).toEqual([])

    await page.goto(`${dashboard.url}/app/settings/user-lifecycle/scheduled-offboardings`)
    await rowOf(page, "root@example.com").waitFor()
    // Until it is known who looks, the backend has the last word.
    await isGone(rowOf(page, "root@example.com").getByRole("button"))
    await page.goto(`${dashboard.url}/app/settings/users/${id}`)
    await page.getByRole("button", { name: "Revoke sessions", exact: true }).waitFor()
    await isGone(page.getByRole("button", { name: /^(Suspend|Offboard|Cancel)/ }))
    await dashboard.api.post(`/admin/users/${id}/cancel-offboarding`, {}, bearer(token))
    await dashboard.api.post(`/admin/users/${other}/offboard`, {}, dashboard.root)
    await page.context().close()
  })

  it("says who has yet to set a password, and sends them a link anew: one, many, or too many", async () => {
    const emails = ["link1@example.com", "link2@example.com", "link3@example.com"]
    const [first, second] = [
      await dashboard.provision(emails[0], { password: undefined }),
      await dashboard.provision(emails[1], { password: undefined }),
      await dashboard.provision(emails[2]),
    ]
    const asked = async (id: string) =>
      (
        await dashboard.sql(
          "SELECT 1 FROM lifecycle_event WHERE type = 'user_password_reset_requested' AND user_id = $1",
          [id]
        )
      ).length
    const label = "Send a link to set a password"
    const page = await dashboard.open(`${PEOPLE}?q=link`)
    await rowOf(page, emails[0]).getByText("Password not set").waitFor()
    expect(await rowOf(page, emails[2]).getByText("Password not set").count()).toBe(0)
    await rowOf(page, emails[2]).getByText("Password", { exact: true }).waitFor()
    await choose(page, emails[0], label)
    expect(await findSeriousViolations(page)).toEqual([])
    await submit(page, label)
    await page.getByText(`${emails[0]} gets an email to set a password`).waitFor()
    expect(await asked(first)).toBe(1)
    expect(
      await dashboard.sql(
        "SELECT template FROM email_delivery WHERE recipient = $1 AND trigger_type LIKE '%reset_requested'",
        [emails[0]]
      )
    ).toEqual([{ template: "user-lifecycle.set-password" }])

    for (let again = 0; again < 4; again++) {
      await dashboard.api.post(`/admin/users/${first}/reset-password`, {}, dashboard.root)
    }
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: `${label} (2)` }).click()
    await submit(page, label)
    await page.getByText(`${emails[1]} gets an email to set a password`).waitFor()
    await drawer(page).getByRole("alert").getByText("was sent enough links").waitFor()
    expect([await asked(first), await asked(second)]).toEqual([5, 1])

    await page.goto(`${dashboard.url}/app/settings/users/${first}`)
    await page.getByText("Password not set").waitFor()
    await page.getByRole("button", { name: label, exact: true }).waitFor()
    await dashboard.api.post(`/admin/users/${first}/suspend`, {}, dashboard.root)
    await page.reload()
    await page.getByRole("button", { name: "Reactivate", exact: true }).waitFor()
    expect(await page.getByRole("button", { name: label, exact: true }).count()).toBe(0)
    await page.context().close()
  })

  it("leaves API keys to the option of the shop until it is known", async () => {
    const email = "option@example.com"
    await dashboard.provision(email)
    const settings = "**/admin/user-lifecycle/settings"
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    const keys = drawer(page).getByRole("switch", { name: "Revoke API keys" })
    await rowOf(page, email).waitFor()
    await page.waitForLoadState("networkidle")

    await page.route(settings, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    await page.reload()
    const sent = page.waitForRequest(
      (request) => request.method() === "POST" && request.url().endsWith("/offboard")
    )
    await choose(page, email, "Offboard")
    await drawer(page).getByText("which could not be loaded").waitFor()
    expect(await keys.isDisabled()).toBe(true)
    expect((await sent).postDataJSON()).toEqual({ dry_run: true })

    await page.unroute(settings)
    const json = { login_methods: ["emailpass"], password_min_length: 8, revokes_api_keys: false }
    await page.route(settings, (route) => route.fulfill({ json }))
    await page.reload()
    await choose(page, email, "Offboard")
    await drawer(page).getByText("The secret keys that the person made").waitFor()
    await keys.and(page.locator(":not([disabled])")).waitFor()
    expect(await keys.isChecked()).toBe(false)
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

  it("says how far it is with asking what goes of many, and asks nobody again about keys", async () => {
    const emails = ["ask1@example.com", "ask2@example.com", "ask3@example.com"]
    await Promise.all(emails.map((email) => dashboard.provision(email)))
    const credential = bearer(await login(dashboard.api, emails[0], PASSWORD))
    const key = { title: "Asked about", type: "secret" }
    await dashboard.api.post("/admin/api-keys", key, credential)
    const page = await dashboard.open(`${PEOPLE}?q=ask`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let requests = 0
    await page.route("**/offboard", async (route) => {
      requests += 1
      if (requests === 2) {
        await held
      }
      await route.continue()
    })
    await page.getByRole("button", { name: "Offboard (3)" }).click()
    const bar = drawer(page).getByRole("progressbar", { name: "1 of 3" })
    await bar.waitFor()
    await drawer(page).getByText("It can begin once that is known.").waitFor()
    await drawer(page).getByLabel("Type 3 to confirm").fill("3")
    const button = drawer(page).getByRole("button", { name: "Offboard", exact: true })
    expect(await button.isDisabled()).toBe(true)
    expect(await findSeriousViolations(page)).toEqual([])
    goOn()
    const oneKey = drawer(page).getByText("One API key", { exact: true })
    await oneKey.first().waitFor()
    expect(await drawer(page).getByRole("progressbar").count()).toBe(0)
    expect(await button.isEnabled()).toBe(true)

    const keys = drawer(page).getByRole("switch", { name: "Revoke API keys" })
    await keys.click()
    await isGone(oneKey)
    await drawer(page).getByText("3 logins").waitFor()
    await keys.click()
    await oneKey.first().waitFor()
    await keys.click()
    await isGone(oneKey)
    expect(requests).toBe(3)
    await button.click()
    await page.getByText("3 people are offboarded").waitFor()
    expect(
      await dashboard.sql("SELECT revoked_at FROM api_key WHERE title = $1", [key.title])
    ).toEqual([{ revoked_at: null }])
    await page.context().close()
  })

  it("asks about nobody more once it can't be told of one what goes", async () => {
    const emails = ["vague1@example.com", "vague2@example.com", "vague3@example.com"]
    await Promise.all(emails.map((email) => dashboard.provision(email)))
    const page = await dashboard.open(`${PEOPLE}?q=vague`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    const asked = new Set<string>()
    await page.route("**/offboard", async (route) => {
      asked.add(route.request().url())
      await route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    })
    await page.getByRole("button", { name: "Offboard (3)" }).click()
    await drawer(page).getByRole("alert").getByText("Out of order").waitFor()
    expect(asked.size).toBe(1)
    await page.context().close()
  })

  it("stops between two people, says what was done and what was not, and goes on with the rest", async () => {
    const emails = ["stop1", "stop2", "stop3", "stop4"].map((name) => `${name}@example.com`)
    const ids = await Promise.all(emails.map((email) => dashboard.provision(email)))
    const page = await dashboard.open(`${PEOPLE}?q=stop`)
    await rowOf(page, emails[0]).waitFor()
    const unheard = await watchUnheard(page)
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Suspend (4)" }).click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let requests = 0
    await page.route("**/suspend", async (route) => {
      requests += 1
      if (requests === 2) {
        await held
      }
      await route.continue()
    })
    await submit(page, "Suspend")
    await drawer(page).getByRole("progressbar", { name: "1 of 4" }).waitFor()
    await submit(page, "Stop")
    await drawer(page).getByText("Stops after what has begun").waitFor()
    expect(await findSeriousViolations(page)).toEqual([])
    goOn()
    await drawer(page).getByText("Done until then: 2. That stays.").waitFor()
    await drawer(page).getByText("Not begun with: 2. They can be done now.").waitFor()
    expect(await unheard()).toEqual([])
    expect([requests, ...(await Promise.all(ids.map(statusOf)))]).toEqual([
      2,
      ...["suspended", "suspended", "active", "active"],
    ])

    await drawer(page).getByRole("heading", { name: "Suspend 2 people" }).waitFor()
    await submit(page, "Suspend")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect([requests, ...(await Promise.all(ids.map(statusOf)))]).toEqual([
      4,
      ...ids.map(() => "suspended"),
    ])
    await page.context().close()
  })

  it("begins nothing more, and says how far it got, where somebody leaves the page in the middle", async () => {
    const emails = ["away1", "away2", "away3"].map((name) => `${name}@example.com`)
    const ids = await Promise.all(emails.map((email) => dashboard.provision(email)))
    const page = await dashboard.open("/settings/user-lifecycle")
    await page
      .getByRole("link", { name: /People/ })
      .first()
      .click()
    await page.getByRole("searchbox").fill("away")
    await page.waitForURL(/q=away/)
    await page.waitForFunction(`document.querySelectorAll("tr[data-row]").length === 3`)
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Suspend (3)" }).click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route("**/suspend", async (route) => {
      await held
      await route.continue()
    })
    await submit(page, "Suspend")
    await drawer(page).getByRole("progressbar", { name: "0 of 3" }).waitFor()
    await page.goBack()
    await drawer(page).waitFor({ state: "detached" })
    goOn()
    await page.getByText("You left in the middle. Done: 1. Failed: 0. Not begun: 2.").waitFor()
    expect((await Promise.all(ids.map(statusOf))).sort()).toEqual(["active", "active", "suspended"])
    await page.context().close()
  })

  it("leaves chosen with whom nothing was done, where somebody closes what they have stopped", async () => {
    const emails = ["halt1@example.com", "halt2@example.com", "halt3@example.com"]
    await Promise.all(emails.map((email) => dashboard.provision(email)))
    const page = await dashboard.open(`${PEOPLE}?q=halt`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Suspend (3)" }).click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route("**/suspend", async (route) => {
      await held
      await route.continue()
    })
    await submit(page, "Suspend")
    await page.getByRole("progressbar", { name: "0 of 3" }).waitFor()
    // What has begun is waited for.
    await page.keyboard.press("Escape")
    await drawer(page).getByText("Stops after what has begun").waitFor()
    goOn()
    await drawer(page).getByText("Done until then: 1. That stays.").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("toolbar").getByText("2 people chosen").waitFor()
    await page.getByRole("button", { name: "Suspend (2)" }).waitFor()
    await page.context().close()
  })

  it("does what ends one's own session last, and says with whom it failed before", async () => {
    const emails = ["mid1@example.com", "mid2@example.com", "mid3@example.com"]
    const [first, me, failing] = [
      await dashboard.provision(emails[0]),
      await dashboard.provision(emails[1]),
      await dashboard.provision(emails[2]),
    ]
    const page = await dashboard.open(`${PEOPLE}?q=mid`, { as: emails[1] })
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByText("Suspending and offboarding leave you out.").waitFor()
    await page.getByRole("button", { name: "Revoke sessions (3)" }).click()
    await drawer(page).getByText("You are one of them. Your own sessions end last").waitFor()
    await page.route(`**/admin/users/${failing}/revoke-sessions`, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    const notice = (text: string) => page.locator("[data-sonner-toast]").getByText(text).waitFor()
    await Promise.all([
      notice("2 people have to log in again"),
      notice(emails[2]),
      page.waitForURL(`${dashboard.url}/app/login**`),
      submit(page, "Revoke sessions"),
    ])
    const revoked = await dashboard.sql<{ user_id: string }>(
      `SELECT user_id FROM lifecycle_event
       WHERE type = 'user_sessions_revoked' AND actor_id = $1 ORDER BY sequence`,
      [me]
    )
    expect(revoked.map(({ user_id }) => user_id)).toEqual([first, me])
    await page.context().close()
  })

  it("says how far it got where one's own access ends in the middle", async () => {
    const emails = ["cut1@example.com", "cut2@example.com", "cut3@example.com"]
    const ids = await Promise.all(emails.map((email) => dashboard.provision(email)))
    const me = await dashboard.provision("cutter@example.com")
    const page = await dashboard.open(`${PEOPLE}?q=cut`, { as: "cutter@example.com" })
    await rowOf(page, emails[0]).waitFor()
    for (const email of emails) {
      await page.getByLabel(`Select ${email}`).click()
    }
    await page.getByRole("button", { name: "Suspend (3)" }).click()
    let requests = 0
    await page.route("**/suspend", async (route) => {
      requests += 1
      if (requests === 2) {
        await dashboard.api.post(`/admin/users/${me}/offboard`, {}, dashboard.root)
      }
      await route.continue()
    })
    await Promise.all([
      page
        .getByText("You were logged out in the middle. Done: 1. Failed: 0. Not done: 2.")
        .waitFor(),
      page.waitForURL(`${dashboard.url}/app/login**`),
      submit(page, "Suspend"),
    ])
    expect((await Promise.all(ids.map(statusOf))).sort()).toEqual(["active", "active", "suspended"])
    await page.context().close()
  })

  it("leaves others chosen after something was done with one, or with some", async () => {
    const emails = ["keep1", "keep2", "keep3", "keep4"].map((name) => `${name}@example.com`)
    const ids = await Promise.all(emails.map((email) => dashboard.provision(email)))
    await dashboard.api.post(`/admin/users/${ids[0]}/suspend`, {}, dashboard.root)
    const page = await dashboard.open(`${PEOPLE}?q=keep`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Reactivate (1)" }).click()
    await submit(page, "Reactivate")
    await page.getByRole("toolbar").getByText("3 people chosen").waitFor()

    // One who is chosen, and one who is not.
    await choose(page, emails[1], "Suspend")
    await submit(page, "Suspend")
    await page.getByRole("toolbar").getByText("2 people chosen").waitFor()
    await choose(page, emails[0], "Suspend")
    await submit(page, "Suspend")
    await rowOf(page, emails[0]).getByText("Suspended").waitFor()
    await page.getByRole("toolbar").getByText("2 people chosen").waitFor()
    await page.context().close()
  })

  it("says of whom an offboarding of several takes what away", async () => {
    const titles = { "keys1@example.com": "ERP export", "keys2@example.com": "Warehouse" }
    for (const [email, title] of Object.entries(titles)) {
      await dashboard.provision(email)
      const credential = bearer(await login(dashboard.api, email, PASSWORD))
      await dashboard.api.post("/admin/api-keys", { title, type: "secret" }, credential)
    }
    const page = await dashboard.open(`${PEOPLE}?q=keys`)
    await rowOf(page, "keys1@example.com").waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Offboard (2)" }).click()
    await drawer(page).getByText("2 API keys").waitFor()
    for (const [email, title] of Object.entries(titles)) {
      const those = drawer(page).locator(`li[data-person="${email}"]`)
      await those.getByText(`Keys: ${title}`, { exact: true }).waitFor()
      await those.getByText("One login").waitFor()
    }
    expect(await findSeriousViolations(page)).toEqual([])
    await page.context().close()
  })

  it("chooses everybody who matches, also on other pages, and asks for the number of so many", async () => {
    const emails = Array.from({ length: 22 }, (_, n) => `every${n}@example.com`)
    const ids = await Promise.all(emails.map((email) => dashboard.provision(email)))
    const page = await dashboard.open(`${PEOPLE}?q=EVERY`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("toolbar").getByText("20 people chosen").waitFor()
    await page.getByRole("button", { name: "Select all 22 that match" }).click()
    await page.getByRole("toolbar").getByText("22 people chosen").waitFor()
    expect(await page.getByRole("button", { name: /that match/ }).count()).toBe(0)

    await page.getByRole("button", { name: "Revoke sessions (22)" }).click()
    const button = drawer(page).getByRole("button", { name: "Revoke sessions", exact: true })
    expect(await button.isDisabled()).toBe(true)
    await drawer(page).getByLabel("Type 22 to confirm").fill("22")
    await button.click()
    await page.getByText("22 people have to log in again").waitFor()
    const revoked = await dashboard.sql(
      "SELECT DISTINCT user_id FROM lifecycle_event WHERE type = 'user_sessions_revoked' AND user_id = ANY ($1)",
      [ids]
    )
    expect(revoked).toHaveLength(22)
    await page.context().close()
  })

  it("chooses no more than 500 of all who match, and says so", async () => {
    await dashboard.sql(
      `INSERT INTO "user" (id, email)
       SELECT 'user_crowd_' || n, 'crowd' || lpad(n::text, 3, '0') || '@example.com' FROM generate_series(1, 501) n`
    )
    const page = await dashboard.open(`${PEOPLE}?q=crowd`)
    await rowOf(page, "crowd001@example.com").waitFor()
    await page.getByLabel("Select crowd001@example.com").click()
    await page.getByRole("button", { name: "Select the first 500 of the 501 that match" }).click()
    await page.getByRole("toolbar").getByText("500 people chosen").waitFor()
    await page.getByRole("button", { name: "Suspend (500)" }).click()
    await drawer(page).getByLabel("Type 500 to confirm").waitFor()
    await page.context().close()
    await dashboard.sql(`DELETE FROM "user" WHERE id LIKE 'user_crowd_%'`)
  })

  it("chooses all who match what is searched for now, and undoes no other choice with them", async () => {
    await dashboard.sql(
      `INSERT INTO "user" (id, email)
       SELECT 'user_' || name || n, name || lpad(n::text, 2, '0') || '@example.com'
       FROM generate_series(1, 21) n, unnest(ARRAY['pack', 'herd']) name`
    )
    const page = await dashboard.open(`${PEOPLE}?q=pack`)
    const chosen = (text: string) => page.getByRole("toolbar").getByText(text).waitFor()
    const all = page.getByRole("button", { name: "Select all 21 that match" })
    await page.getByLabel("Select pack01@example.com").click()
    await all.click()
    await chosen("21 people chosen")
    expect(await all.count()).toBe(0)

    // As many, and others.
    await page.getByRole("searchbox").fill("herd")
    await rowOf(page, "herd01@example.com").waitFor()
    await all.waitFor()

    const list = (url: URL) => url.searchParams.get("limit") === "200"
    let goOn: () => void = () => undefined
    let held = Promise.resolve()
    await page.route(list, async (route) => {
      await held
      await route.continue()
    })
    const readWhile = async (act: () => Promise<void>) => {
      held = new Promise<void>((resolve) => (goOn = resolve))
      await Promise.all([
        page.waitForRequest((request) => list(new URL(request.url()))),
        all.click(),
      ])
      await act()
      const response = page.waitForResponse((answer) => list(new URL(answer.url())))
      goOn()
      await (await response).finished()
    }
    await readWhile(() => page.getByLabel("Select herd01@example.com").click())
    await all.and(page.locator(":not([disabled])")).waitFor()
    await chosen("22 people chosen")
    await all.click()
    await chosen("21 people chosen")
    expect(await all.count()).toBe(0)

    await page.getByRole("button", { name: "Clear", exact: true }).click()
    await page.getByLabel("Select herd02@example.com").click()
    await readWhile(() => page.getByRole("button", { name: "Clear", exact: true }).click())
    await page.getByLabel("Select herd03@example.com").click()
    await chosen("One person chosen")
    await page.context().close()
    await dashboard.sql(`DELETE FROM "user" WHERE id LIKE 'user_pack%' OR id LIKE 'user_herd%'`)
  })

  it("undoes nothing that is clicked before what was typed is searched for", async () => {
    const page = await dashboard.open("/settings/profile")
    // The pause after the last letter is over when the test says so.
    await page.addInitScript(
      `const { setTimeout: later, clearTimeout: forget } = window
       const held = new Map()
       window.setTimeout = (run, ms, ...rest) => {
         if (ms !== 300) {
           return later(run, ms, ...rest)
         }
         held.set(-1 - held.size, run)
         return -held.size
       }
       window.clearTimeout = (id) => (id < 0 ? held.set(id, () => undefined) : forget(id))
       window.endPause = () => held.forEach((run) => run())`
    )
    await page.goto(`${dashboard.url}/app${PEOPLE}`)
    await untilListed(page)
    await page.getByRole("searchbox").fill("example.com")
    await page.getByRole("button", { name: "Person", exact: true }).click()
    await page.waitForURL(/order=-email/)
    await page.locator('th[aria-sort="descending"]').waitFor()
    await page.evaluate("window.endPause()")
    await page.waitForURL(/q=example/)
    expect(new URL(page.url()).searchParams.get("order")).toBe("-email")
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
    await page.locator("tbody tr").first().getByText("many24@example.com").waitFor()
    expect(page.url()).toContain("order=-email")
    expect(page.url()).not.toContain("offset")

    await page.getByRole("button", { name: "Status", exact: true }).click()
    await page.getByRole("menuitemcheckbox", { name: "Offboarded" }).click()
    await page.keyboard.press("Escape")
    await page.getByText("Nothing matches the search and the filters").waitFor()
    await page.goBack()
    await rowOf(page, "many24@example.com").waitFor()

    await login(dashboard.api, "many07@example.com", PASSWORD)
    await page.goto(
      `${dashboard.url}/app${PEOPLE}?last_login=${encodeURIComponent('["never"]')}&q=many`
    )
    await page.getByText("20 of 24 results").waitFor()
    expect(await rowOf(page, "many07@example.com").count()).toBe(0)
    await page.context().close()
  })

  it("finds people by when they last logged in, and by how, by choosing", async () => {
    const [month, now, year] = ["when-month", "when-now", "when-year"].map(
      (name) => `${name}@example.com`
    )
    const ids = await Promise.all([month, now, year].map((email) => dashboard.provision(email)))
    await login(dashboard.api, now, PASSWORD)
    for (const [id, days] of [
      [ids[0], 20],
      [ids[2], 100],
    ]) {
      await dashboard.sql(
        `INSERT INTO user_activity (id, user_id, last_login_at)
         VALUES ($1, $1, now() - make_interval(days => $2))`,
        [id, days]
      )
    }
    const sso = "when-sso@example.com"
    await dashboard.provision(sso, {
      password: undefined,
      auth: { provider: "test-sso", entity_id: sso },
    })
    const page = await dashboard.open(`${PEOPLE}?q=when-`)
    await untilRowsAre(page, [month, now, sso, year])
    const filter = async (name: RegExp, option: string) => {
      await page.getByRole("search").getByRole("button", { name }).click()
      await page.getByRole("menu").getByText(option, { exact: true }).click()
      await page.keyboard.press("Escape")
      await page.locator("[role=menu]").waitFor({ state: "detached" })
    }
    for (const [option, those] of [
      ["In the last 7 days", [now]],
      ["In the last 30 days", [month, now]],
      ["More than 90 days ago", [year]],
      ["Never", [sso]],
      ["Clear", [month, now, sso, year]],
    ] as const) {
      await filter(/^Last login/, option)
      await untilRowsAre(page, [...those])
    }
    await filter(/^Login/, "test-sso")
    await untilRowsAre(page, [sso])
    await filter(/^Login/, "Password")
    await untilRowsAre(page, [month, now, sso, year])
    await filter(/^Login/, "test-sso")
    await untilRowsAre(page, [month, now, year])
    expect(new URL(page.url()).searchParams.get("login_method")).toBe('["emailpass"]')
    await page.context().close()
  })

  it("puts people in the order of their last login by clicking, those first who never did", async () => {
    const [first, second, third] = ["turn1", "turn2", "turn3"].map((name) => `${name}@example.com`)
    for (const email of [first, second, third]) {
      await dashboard.provision(email)
    }
    await login(dashboard.api, third, PASSWORD)
    await login(dashboard.api, first, PASSWORD)
    const page = await dashboard.open(`${PEOPLE}?q=turn`)
    await untilRowsAre(page, [first, second, third])
    const header = page.getByRole("columnheader", { name: "Last login", exact: true })
    for (const [order, those] of [
      ["ascending", [second, third, first]],
      ["descending", [first, third, second]],
      ["none", [first, second, third]],
    ] as const) {
      await header.getByRole("button").click()
      await untilRowsAre(page, [...those])
      expect(await header.getAttribute("aria-sort")).toBe(order)
    }
    await page.context().close()
  })

  it("says to a screen reader what came of a search, a filter, another page and another order", async () => {
    await dashboard.sql(
      `INSERT INTO "user" (id, email)
       SELECT 'user_heard' || n, 'heard' || n || '@example.com' FROM generate_series(1, 21) n`
    )
    const page = await dashboard.open(`${PEOPLE}?q=heard`)
    const status = page.locator("[data-plugin='user-lifecycle'] [role=status]")
    const said = (words: string) => status.getByText(words, { exact: true }).waitFor()
    await rowOf(page, "heard1@example.com").waitFor()
    // What is there from the beginning is read anyway.
    expect((await status.allTextContents()).join("")).toBe("")

    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    const list = (url: URL) => url.searchParams.get("q") === "heard1"
    await page.route(list, async (route) => {
      await held
      await route.continue()
    })
    const asked = page.waitForRequest((request) => list(new URL(request.url())))
    await page.getByRole("searchbox").fill("heard1")
    await asked
    expect((await status.allTextContents()).join("")).toBe("")
    goOn()
    await said("11 results")

    await page.getByRole("button", { name: "Status", exact: true }).click()
    await page.getByRole("menuitemcheckbox", { name: "Offboarded" }).click()
    await page.keyboard.press("Escape")
    await said("Nothing matches")
    await page.getByRole("searchbox").fill("heard")
    await page.waitForURL(/q=heard(&|$)/)
    await page.getByRole("button", { name: "Status: Offboarded" }).click()
    await page.getByRole("menuitem", { name: "Clear" }).click()
    await said("21 results, page 1 of 2")
    await page.getByRole("button", { name: "Next" }).click()
    await said("21 results, page 2 of 2")

    // The same words are said anew: a screen reader hears of what is added.
    const header = page.getByRole("columnheader", { name: "Person", exact: true })
    await header.getByRole("button").click()
    await said("21 results, page 1 of 2")
    await status.getByText("21 results").evaluate((words: { id: string }) => (words.id = "before"))
    await header.getByRole("button").click()
    await page.locator("#before").waitFor({ state: "detached" })
    await said("21 results, page 1 of 2")
    expect(await findSeriousViolations(page)).toEqual([])
    await page.context().close()
    await dashboard.sql(`DELETE FROM "user" WHERE id LIKE 'user_heard%'`)
  })

  it("leaves alone what is typed into the search, and leads back to where somebody was before it", async () => {
    await dashboard.provision("spacious@example.com", {
      first_name: "Spacious",
      last_name: "Example",
    })
    const page = await dashboard.open("/settings/user-lifecycle")
    await page.getByRole("link", { name: "People", exact: true }).click()
    const search = page.getByRole("searchbox")
    const isSearchedFor = (q: string) =>
      page.waitForURL((url) => url.searchParams.get("q") === q, { waitUntil: "commit" })
    await search.fill("spacious ")
    await isSearchedFor("spacious")
    await rowOf(page, "spacious@example.com").waitFor()
    expect(await search.inputValue()).toBe("spacious ")
    await search.pressSequentially("exam")
    await isSearchedFor("spacious exam")
    expect(await search.inputValue()).toBe("spacious exam")
    await page.goBack()
    await page.waitForURL(`${dashboard.url}/app/settings/user-lifecycle`)
    await page.goForward()
    await page.waitForFunction(
      "document.querySelector('[role=searchbox]')?.value === 'spacious exam'"
    )
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

  it("gives the focus back to what has opened a drawer", async () => {
    const email = "focus@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await rowOf(page, email).waitFor()
    const menu = page.getByRole("button", { name: `Actions for ${email}` })
    await tabTo(page, menu)
    await page.keyboard.press("Enter")
    await chooseByLetters(page, "Susp")
    await drawer(page).getByLabel("Reason").waitFor()
    await page.keyboard.press("Escape")
    await waitForFocus(menu)

    await page.getByRole("menu").waitFor({ state: "detached" })
    await page.keyboard.press("Enter")
    await chooseByLetters(page, "Deta")
    const suspend = drawer(page).getByRole("button", { name: "Suspend", exact: true })
    await suspend.waitFor()
    await tabTo(page, suspend)
    await page.keyboard.press("Enter")
    await drawer(page).getByLabel("Reason").waitFor()
    await page.keyboard.press("Escape")
    await waitForFocus(suspend)
    await page.keyboard.press("Escape")
    await waitForFocus(menu)
    await page.context().close()
  })

  it("changes the end of a suspension, and lets nobody in meanwhile", async () => {
    const email = "on-leave@example.com"
    const id = await dashboard.provision(email)
    const until = new Date(Date.now() + 86_400_000)
    await dashboard.api.post(
      `/admin/users/${id}/suspend`,
      { reason: "on leave", until: until.toISOString() },
      dashboard.root
    )
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await rowOf(page, email).waitFor()
    // Somebody else changes it, and the list does not know yet.
    const later = new Date(until.getTime() + 86_400_000)
    await dashboard.api.post(
      `/admin/users/${id}/suspend`,
      { reason: "on leave for longer", until: later.toISOString() },
      dashboard.root
    )
    await choose(page, email, "Change the suspension")
    await drawer(page).getByLabel("Reason").and(page.locator(":not([disabled])")).waitFor()
    expect(await drawer(page).getByLabel("Reason").inputValue()).toBe("on leave for longer")
    const end = drawer(page).getByLabel("Until")
    expect(await end.inputValue()).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
    const submit = drawer(page).getByRole("button", { name: "Change the suspension" })
    expect(await submit.isDisabled()).toBe(true)
    await end.fill("2099-03-01T08:00")
    await submit.click()
    await page.getByText(`The suspension of ${email} is changed`).waitFor()

    const [access] = await dashboard.sql<{ status: string; reason: string; until: Date }>(
      "SELECT status, reason, until FROM user_access WHERE user_id = $1",
      [id]
    )
    expect([access.status, access.reason, access.until.getFullYear()]).toEqual([
      "suspended",
      "on leave for longer",
      2099,
    ])
    const events = await dashboard.sql<{ type: string }>(
      "SELECT type FROM lifecycle_event WHERE user_id = $1 AND type LIKE 'user_%' ORDER BY sequence",
      [id]
    )
    expect(events.map(({ type }) => type)).toEqual([
      "user_provisioned",
      "user_suspended",
      "user_suspended",
      "user_suspended",
    ])
    await page.context().close()
  })

  it("changes no suspension and no date that somebody else has ended meanwhile, and says so", async () => {
    const email = "let-in@example.com"
    const id = await dashboard.provision(email)
    const act = (action: string, body = {}) =>
      dashboard.api.post(`/admin/users/${id}/${action}`, body, dashboard.root)
    await act("suspend", { reason: "on leave" })
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await choose(page, email, "Change the suspension")
    await drawer(page).getByLabel("Until").fill("2099-03-01T08:00")
    await act("reactivate")
    const credential = bearer(await login(dashboard.api, email, PASSWORD))
    await submit(page, "Change the suspension")
    await drawer(page).getByRole("alert").getByText("not suspended any more").waitFor()
    expect(await statusOf(id)).toBe("active")
    expect((await dashboard.api.get("/admin/products", credential)).status).toBe(200)

    await act("offboard", { at: "2030-12-31T17:00:00Z" })
    await page.goto(`${dashboard.url}/app${PEOPLE}?q=${email}&again=true`)
    await choose(page, email, "Change the date")
    await drawer(page).getByLabel("Reason").and(page.locator(":not([disabled])")).waitFor()
    await drawer(page).getByLabel("On a date").fill("2031-01-31T18:00")
    const button = drawer(page).getByRole("button", { name: "Change the date", exact: true })
    await waitUntil("it can be sent", () => button.isEnabled())
    await act("cancel-offboarding")
    await button.click()
    await drawer(page)
      .getByRole("alert")
      .getByText("No offboarding is scheduled for this person any more.")
      .waitFor()
    expect(await scheduledOf(id)).toBeUndefined()
    await page.context().close()
  })

  it("says what becomes of links, who needs another one, and who is told by email", async () => {
    const email = "awaits@example.com"
    await dashboard.provision(email, { password: undefined })
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    const act = async (action: string, explained: string[], needed: string, done: string) => {
      await choose(page, email, action)
      for (const text of explained) {
        await drawer(page).getByText(text).waitFor()
      }
      await drawer(page).getByText(`${email} has yet to set a password, and ${needed}`).waitFor()
      await submit(page, action)
      await drawer(page).waitFor({ state: "detached" })
      await page.getByText(`${email} ${done}`).waitFor()
      await page.getByText(`${email} has yet to set a password, and ${needed}`).last().waitFor()
    }
    const link = "another link"
    const links = "so do links to set or reset a password"
    const told = "They are told by email."
    await act("Revoke sessions", [links], `needs ${link} now`, "has to log in again")
    await act("Suspend", [links, told], `once reactivated needs ${link}`, "is suspended")
    await act("Reactivate", [links, told], `needs ${link} first`, "is active again")
    await choose(page, email, "Send a link to set a password")
    await page.context().close()
  })

  it("says to a screen reader which invites match a search for people, and when something was", async () => {
    await dashboard.api.post("/admin/invites", { email: "matches@example.com" }, dashboard.root)
    const page = await dashboard.open(`${PEOPLE}?q=root@`)
    const last = rowOf(page, "root@example.com").locator("time").first()
    const [said, title] = [await last.textContent(), await last.getAttribute("title")]
    expect(said).toContain(`(${title})`)
    await page.getByRole("searchbox").fill("matches@")
    await page
      .getByRole("status")
      .getByText("One invite that nobody has accepted matches the search.")
      .waitFor()
    await page.context().close()
  })

  it("takes no year of more digits than there are", async () => {
    const email = "far-away@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await choose(page, email, "Offboard")
    await drawer(page).getByLabel("On a date").focus()
    await page.keyboard.type("123120301030AM")
    expect(await drawer(page).getByLabel("On a date").inputValue()).toBe("2030-12-31T10:30")
    await drawer(page).getByRole("button", { name: "Schedule offboarding" }).waitFor()
    await page.context().close()
  })

  it("keeps the focus in the list when what had it is gone", async () => {
    const email = "kept-focus@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await rowOf(page, email).waitFor()
    const list = page.getByRole("region", { name: "People" })
    const checkbox = page.getByRole("checkbox", { name: `Select ${email}` })
    await tabTo(page, checkbox)
    await page.keyboard.press("Space")
    await tabTo(page, page.getByRole("toolbar").getByRole("button", { name: "Clear" }))
    await page.keyboard.press("Enter")
    await waitForFocus(list)

    await tabTo(page, checkbox)
    await page.keyboard.press("Space")
    await tabTo(page, page.getByRole("button", { name: "Suspend (1)" }))
    await page.keyboard.press("Enter")
    const submit = drawer(page).getByRole("button", { name: "Suspend", exact: true })
    await submit.waitFor()
    await tabTo(page, submit)
    await page.keyboard.press("Enter")
    await page.getByText(`${email} is suspended`).waitFor()
    await waitForFocus(list)
    await page.context().close()
  })

  it("shows by which columns a list can be ordered, and how it is, from the beginning", async () => {
    const page = await dashboard.open(`${PEOPLE}?q=root@example.com`)
    await rowOf(page, "root@example.com").waitFor()
    const header = (name: string) => page.getByRole("columnheader", { name, exact: true })
    const shownBy = async (name: string) => ({
      order: await header(name).getAttribute("aria-sort"),
      arrow: await header(name).locator("svg").innerHTML(),
    })
    const person = await shownBy("Person")
    const created = await shownBy("Created")
    expect([person.order, created.order]).toEqual(["ascending", "none"])
    expect(person.arrow).not.toBe(created.arrow)
    expect(await header("API keys").locator("svg").count()).toBe(0)
    // Without RBAC, nobody has a role.
    expect(await header("Roles").count()).toBe(0)
    await header("Person").getByRole("button").click()
    await page.locator("[aria-sort=descending]").waitFor()
    const descending = await shownBy("Person")
    expect([person.arrow, created.arrow]).not.toContain(descending.arrow)
    await page.context().close()
  })

  it("keeps the focus on what was pressed, also where it failed", async () => {
    const email = "pressed@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await page.route("**/admin/users/*/suspend", (route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    await choose(page, email, "Suspend")
    const button = drawer(page).getByRole("button", { name: "Suspend", exact: true })
    await tabTo(page, button)
    await page.keyboard.press("Enter")
    await drawer(page).getByText("Out of order").waitFor()
    await waitForFocus(button)
    await page.context().close()
  })

  it("asks before somebody goes back from a form that they have typed in", async () => {
    const page = await dashboard.open(PEOPLE)
    await untilListed(page)
    await page.getByRole("button", { name: "Add person" }).click()
    const email = drawer(page).getByLabel("Email", { exact: true })
    await email.fill("typed@example.com")
    const question = page.getByRole("alertdialog")
    await page.evaluate("history.back()")
    await question.getByRole("button", { name: "Go back" }).click()
    await question.waitFor({ state: "detached" })
    expect(await email.inputValue()).toBe("typed@example.com")
    await page.waitForURL(/add=true/)
    await page.evaluate("history.back()")
    await question.getByRole("button", { name: "Discard" }).click()
    await page.waitForURL(({ search }) => !search.includes("add=true"))
    await drawer(page).waitFor({ state: "detached" })
    await page.context().close()
  })

  /** Goes to Medusa's page of orders with its search, which opens on top of whatever there is. */
  const searchForOrders = async (page: Page) => {
    await page.keyboard.press("Control+k")
    const search = page.getByRole("dialog", { name: "Search" })
    await search.getByRole("combobox").fill("Orders")
    await search.getByRole("option", { name: "Orders" }).first().click()
  }

  it("asks before somebody goes elsewhere with Medusa's search from a form that they have typed in", async () => {
    const page = await dashboard.open(PEOPLE)
    await untilListed(page)
    await page.getByRole("button", { name: "Add person" }).click()
    const email = drawer(page).getByLabel("Email", { exact: true })
    await email.fill("typed@example.com")
    const question = page.getByRole("alertdialog")
    await searchForOrders(page)
    await question.getByRole("button", { name: "Go back" }).click()
    await question.waitFor({ state: "detached" })
    expect(await email.inputValue()).toBe("typed@example.com")
    await waitForFocus(email)
    expect(page.url()).toContain("add=true")
    await searchForOrders(page)
    await question.getByRole("button", { name: "Discard" }).click()
    await page.waitForURL("**/app/orders")
    await drawer(page).waitFor({ state: "detached" })
    await page.context().close()
  })

  it("asks nobody whose form has nothing in it", async () => {
    const page = await dashboard.open(PEOPLE)
    await untilListed(page)
    await page.getByRole("button", { name: "Add person" }).click()
    await drawer(page).getByLabel("Email", { exact: true }).waitFor()
    await searchForOrders(page)
    await page.waitForURL("**/app/orders")
    await page.context().close()
  })

  it("throws out at once whose access is over, whatever they have typed", async () => {
    const email = "thrown-out@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(PEOPLE, { as: email })
    await untilListed(page)
    await page.getByRole("button", { name: "Add person" }).click()
    await drawer(page).getByLabel("Email", { exact: true }).fill("typed@example.com")
    await dashboard.api.post(`/admin/users/${id}/suspend`, {}, dashboard.root)
    // As where somebody comes back to the window: what is on the page is read again.
    await page.evaluate(`window.dispatchEvent(new Event("visibilitychange"))`)
    await page.waitForURL(/\/app\/login/)
    expect(await page.getByRole("alertdialog").count()).toBe(0)
    await page.context().close()
  })

  it("lets whoever logs out go, whatever they have typed: there is nothing to go back to", async () => {
    const email = "logs-out@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(PEOPLE, { as: email })
    await untilListed(page)
    await page.getByRole("button", { name: "Add person" }).click()
    await drawer(page).getByLabel("Email", { exact: true }).fill("typed@example.com")
    // Also a question that goes by itself, with the page that asks it.
    await page.evaluate(`
      window.asked = 0
      new MutationObserver(() => {
        window.asked += document.querySelectorAll("[role=alertdialog]").length
      }).observe(document.body, { childList: true, subtree: true })
    `)
    await page.keyboard.press("Control+k")
    const search = page.getByRole("dialog", { name: "Search" })
    await search.getByRole("combobox").fill("Logout")
    await search.getByRole("option", { name: "Logout" }).click()
    await page.waitForURL(/\/app\/login/)
    expect(await page.evaluate("window.asked")).toBe(0)
    await page.context().close()
  })

  it("asks before the only copy of a password is lost to Medusa's search", async () => {
    const page = await dashboard.open(PEOPLE)
    await untilListed(page)
    await page.getByRole("button", { name: "Add person" }).click()
    await drawer(page).getByRole("radio", { name: "Password", exact: true }).click()
    await drawer(page).getByLabel("Email", { exact: true }).fill("only-copy@example.com")
    await drawer(page).getByRole("button", { name: "Generate" }).click()
    const password = drawer(page).getByLabel("Password", { exact: true }).last()
    const madeUp = await password.inputValue()
    await submit(page, "Add person")
    await drawer(page).getByRole("heading", { name: "can log in now" }).waitFor()
    await searchForOrders(page)
    const question = page.getByRole("alertdialog")
    await question.getByText("It was not copied, and is not shown again.").waitFor()
    await question.getByRole("button", { name: "Go back" }).click()
    await question.waitFor({ state: "detached" })
    expect(await password.inputValue()).toBe(madeUp)
    await page.context().close()
  })

  /** Those that other tests have left. */
  const forgetInvites = () => dashboard.sql("UPDATE invite SET deleted_at = now()")

  it("has those who are invited beside the users: one is sent another link, and several at once", async () => {
    await forgetInvites()
    const emails = ["awaited-ada@example.com", "awaited-grace@example.com", "other@example.com"]
    for (const email of emails) {
      const { status } = await dashboard.api.post("/admin/invites", { email }, dashboard.root)
      expect(status).toBe(200)
    }
    const tokens = async () =>
      Object.fromEntries(
        (
          await dashboard.sql("SELECT email, token FROM invite WHERE email = ANY ($1)", [emails])
        ).map(({ email, token }) => [email, token])
      )
    const page = await dashboard.open(PEOPLE)
    const views = page.getByRole("navigation", { name: "Which people" })
    const current = views.locator("[aria-current=page]")
    await untilListed(page)
    expect(await current.innerText()).toBe("Users")

    await views.getByRole("link", { name: "Invited (3)" }).click()
    // The latest first.
    await untilRowsAre(page, [...emails].reverse())
    expect(await current.innerText()).toBe("Invited (3)")
    expect(await page.getByRole("button", { name: "Export" }).count()).toBe(0)
    expect(await findSeriousViolations(page)).toEqual([])
    const [ada, grace, other] = emails
    const before = await tokens()
    await page.getByRole("button", { name: `Actions for the invite of ${ada}` }).click()
    await page.getByRole("menuitem", { name: "Resend", exact: true }).click()
    await submit(page, "Resend")
    await page.getByText(`${ada} gets another email`).waitFor()
    const after = await tokens()
    expect(after[ada]).not.toBe(before[ada])
    expect([after[grace], after[other]]).toEqual([before[grace], before[other]])

    // The search goes with whoever looks for somebody, and the filters of one list do not.
    await page.getByRole("searchbox").fill("AWAITED")
    await untilRowsAre(page, [grace, ada])
    await page.getByLabel(`Select ${ada}`).click()
    await page.getByLabel(`Select ${grace}`).click()
    await page.getByRole("button", { name: "Resend (2)" }).click()
    await submit(page, "Resend")
    await page.getByText("2 people get another email").waitFor()
    const last = await tokens()
    expect(last[ada]).not.toBe(after[ada])
    expect(last[grace]).not.toBe(after[grace])
    expect(last[other]).toBe(after[other])

    await views.getByRole("link", { name: "Users" }).click()
    await page.getByText("2 invites that nobody has accepted match the search.").waitFor()
    expect(await page.getByRole("searchbox").inputValue()).toBe("AWAITED")
    expect(await findSeriousViolations(page)).toEqual([])
    await page.getByRole("link", { name: "Show these invites" }).click()
    await untilRowsAre(page, [grace, ada])
    await page.context().close()
  })

  it("drops what one list is filtered by where the other one is shown, and says what is new there", async () => {
    await forgetInvites()
    const page = await dashboard.open(`${PEOPLE}?status=${encodeURIComponent('["active"]')}`)
    const views = page.getByRole("navigation", { name: "Which people" })
    await untilListed(page)
    await views.getByRole("link", { name: /^Invited/ }).click()
    await page.getByText("No invite is open").waitFor()
    expect(new URL(page.url()).search).toBe("?view=invited")
    await page.getByRole("button", { name: "Add person" }).click()
    await drawer(page).getByLabel("Email", { exact: true }).fill("invited@example.com")
    await submit(page, "Send invite")
    await rowOf(page, "invited@example.com").waitFor()
    await views.getByRole("link", { name: "Invited (1)" }).waitFor()
    await page.context().close()
  })

  it("asks for invites only where nobody is found", async () => {
    const page = await dashboard.open(PEOPLE)
    const asked = new Set<string>()
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url())
      const q = searchParams.get("q")
      if (pathname === "/admin/user-lifecycle/invites" && q) {
        asked.add(q)
      }
    })
    await untilListed(page)
    await page.getByRole("searchbox").fill("root@")
    await untilRowsAre(page, ["root@example.com"])
    await page.getByRole("searchbox").fill("nobody-at-all")
    await page.getByText("Nothing matches the search and the filters").waitFor()
    await waitUntil("the invites were asked for", () => asked.size > 0)
    expect([...asked]).toEqual(["nobody-at-all"])
    await page.context().close()
  })

  it("asks for a page of people at a time, whatever is done with the list", async () => {
    await Promise.all(
      Array.from({ length: 21 }, (_, n) => dashboard.provision(`page${n}@example.com`))
    )
    const page = await dashboard.open("/settings/profile")
    const sizes: number[] = []
    page.on("response", async (response) => {
      if (new URL(response.url()).pathname === "/admin/user-lifecycle/people") {
        sizes.push(((await response.json()) as { people: unknown[] }).people.length)
      }
    })
    await page.goto(`${dashboard.url}/app${PEOPLE}`)
    await page.getByText(/of \d+ results/).waitFor()
    await page.getByRole("button", { name: "Next" }).click()
    await page.waitForURL(/offset=20/)
    await page.getByRole("button", { name: "Person", exact: true }).click()
    await page.locator("th[aria-sort=descending]").waitFor()
    await page.getByRole("searchbox").fill("page2")
    await rowOf(page, "page20@example.com").waitFor()
    await rowOf(page, "page1@example.com").waitFor({ state: "detached" })
    expect(sizes.length).toBeGreaterThan(1)
    expect(Math.max(...sizes)).toBe(20)
    await page.context().close()
  })

  it("shows what an offboarding takes away that others would miss", async () => {
    const email = "vouching@example.com"
    const id = await dashboard.provision(email)
    const credential = bearer(await login(dashboard.api, email, PASSWORD))
    const registered = await dashboard.api.post(
      "/auth/user/emailpass/register",
      { email: "vouched@example.com", password: PASSWORD },
      credential
    )
    expect(registered.status).toBe(200)
    await dashboard.api.post(`/admin/users/${id}/reset-password`, {}, dashboard.root)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await choose(page, email, "Offboard")
    await drawer(page).getByText("One login that they had registered for somebody else").waitFor()
    await drawer(page).getByText("One link to set or reset a password").waitFor()
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

  it("throws out to the login page, on its next click, the window that an admin has open whom another offboards in theirs", async () => {
    const email = "leaving@example.com"
    const id = await dashboard.provision(email)
    const theirs = await dashboard.open(`${PEOPLE}?q=${email}`, { as: email })
    await rowOf(theirs, email).waitFor()

    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await choose(page, email, "Offboard")
    await drawer(page).getByText("One login").waitFor()
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await submit(page, "Offboard")
    await page.getByText(`${email} is offboarded`).waitFor()
    expect(await statusOf(id)).toBe("offboarded")

    expect(theirs.url()).toContain(PEOPLE)
    await theirs.getByRole("link", { name: "Overview", exact: true }).click()
    await theirs.waitForURL(`${dashboard.url}/app/login**`)
    await theirs.getByRole("button", { name: "Continue with Email" }).waitFor()
    await page.context().close()
    await theirs.context().close()
  })

  it("throws them out of Medusa's own pages as well", async () => {
    const email = "selling@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open("/orders", { as: email })
    await page.getByRole("heading", { name: "Orders" }).waitFor()
    await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
    await page.getByRole("link", { name: "Customers", exact: true }).click()
    await page.waitForURL(`${dashboard.url}/app/login**`)
    await page.context().close()
  })

  it("is there again for whoever was thrown out, once they have logged in again, and once they may see it", async () => {
    const email = "back-again@example.com"
    const id = await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`, { as: email })
    await rowOf(page, email).waitFor()
    await dashboard.api.post(`/admin/users/${id}/revoke-sessions`, {}, dashboard.root)
    await page.getByRole("link", { name: "Emails", exact: true }).click()
    await page.waitForURL(`${dashboard.url}/app/login**`)
    await page.getByPlaceholder("Email").fill(email)
    await page.getByPlaceholder("Password").fill(PASSWORD)
    await page.getByRole("button", { name: "Continue with Email" }).click()
    await page.waitForURL(`${dashboard.url}/app/settings/user-lifecycle/emails**`)
    await page.getByRole("region", { name: "Emails" }).or(page.getByText("No email")).waitFor()

    // The same of what they may not see, and then may.
    await page.route("**/admin/user-lifecycle/invites?*", (route) =>
      route.fulfill({ status: 403, json: { type: "forbidden", message: "Forbidden" } })
    )
    await page.getByRole("link", { name: "Invites", exact: true }).click()
    await page.getByText("You do not have permission to see this").waitFor()
    await page.unroute("**/admin/user-lifecycle/invites?*")
    await page.getByRole("link", { name: "Emails", exact: true }).click()
    await page.getByRole("link", { name: "Invites", exact: true }).click()
    await page
      .getByRole("region", { name: "Invites" })
      .or(page.getByText("No invite is open"))
      .waitFor()
    await page.context().close()
  })

  it("asks twice for one's own new email, and says that one has to log in with it", async () => {
    const email = "own@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`, { as: email })
    await choose(page, email, "Change email")
    await drawer(page).getByText("you have to log in again, with the new address").waitFor()
    const change = drawer(page).getByRole("button", { name: "Change email", exact: true })
    await drawer(page).getByLabel("New email", { exact: true }).fill("new-own@example.com")
    expect(await change.isDisabled()).toBe(true)
    const again = drawer(page).getByLabel("New email, once more")
    await again.fill("new-onw@example.com")
    expect(await change.isDisabled()).toBe(true)
    await again.fill("new-own@example.com")
    await change.click()
    await page.waitForURL(`${dashboard.url}/app/login**`)
    await page.context().close()
  })

  it("sends somebody with a password a link to reset it", async () => {
    const email = "forgets@example.com"
    await dashboard.provision(email)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    const label = "Send a link to reset the password"
    await choose(page, email, label)
    await drawer(page).getByText("the one they have goes on working").waitFor()
    await submit(page, label)
    await page.getByText(`${email} gets an email to reset the password`).waitFor()
    expect(
      await dashboard.sql("SELECT template FROM email_delivery WHERE recipient = $1", [email])
    ).toEqual([{ template: "user-lifecycle.reset-password" }])
    // Also on the card, where there is another form of what is known.
    await page.getByRole("button", { name: `Actions for ${email}` }).click()
    await page.getByRole("menuitem", { name: "Details" }).click()
    await drawer(page).getByRole("button", { name: label }).waitFor()
    await page.context().close()
  })

  it("shows a filter of the address that it has no name for", async () => {
    const page = await dashboard.open(
      `${PEOPLE}?q=root&role=${encodeURIComponent('["role_unknown"]')}`
    )
    await page.getByText("Nothing matches the search and the filters").waitFor()
    await page.getByRole("button", { name: "Roles: role_unknown" }).click()
    await page.getByRole("menuitemcheckbox", { name: "role_unknown" }).click()
    await page.keyboard.press("Escape")
    await rowOf(page, "root@example.com").waitFor()
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

  it("says who somebody is, and who made them, also on Medusa's own page of a user", async () => {
    const email = "named@example.com"
    const id = await dashboard.provision(email, { first_name: "Ada", last_name: "Lovelace" })
    const page = await dashboard.open(`${PEOPLE}?person=${id}`)
    await drawer(page).getByText("Ada Lovelace").waitFor()
    await drawer(page).getByText("by root@example.com").waitFor()
    // Without RBAC, nobody has a role.
    expect(await drawer(page).getByText("Roles", { exact: true }).count()).toBe(0)

    await page.goto(`${dashboard.url}/app/settings/users/${id}`)
    await page.getByText("by root@example.com").waitFor()
    // Medusa says it there.
    expect(await page.getByText("Name", { exact: true }).count()).toBe(1)
    await page.context().close()
  })

  it("has everybody's address, also of somebody who is gone, and back leaves them", async () => {
    const email = "linked@example.com"
    const id = await dashboard.provision(email)
    await dashboard.api.post(`/admin/users/${id}/offboard`, { reason: "left" }, dashboard.root)
    const page = await dashboard.open(`${PEOPLE}?q=${email}`)
    await page.getByRole("button", { name: email, exact: true }).click()
    await drawer(page).getByText("Offboarded", { exact: true }).waitFor()
    const address = page.url()
    expect(new URL(address).searchParams.get("person")).toBe(id)
    await page.goBack()
    await drawer(page).waitFor({ state: "detached" })
    await rowOf(page, email).waitFor()

    await page.goto(address)
    await drawer(page).getByRole("heading", { name: email }).waitFor()
    await page.keyboard.press("Escape")
    await drawer(page).waitFor({ state: "detached" })
    expect(page.url()).not.toContain("person")
    expect(page.url()).toContain("q=")

    await page.goto(`${dashboard.url}/app${PEOPLE}?person=user_nobody`)
    await drawer(page).getByText("This person is not there any more").waitFor()
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

  // Last: it leaves more people than there are on a page.
  it("does with two people at once whatever can be done with many", async () => {
    const post = (id: string, route: string, body: object = {}) =>
      dashboard.api.post(`/admin/users/${id}/${route}`, body, dashboard.root)
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString()
    const actions: {
      name: string
      /** What two people are said to be or to get. */
      said: string
      entry: string
      password?: undefined
      begin?: (id: string) => Promise<unknown>
    }[] = [
      { name: "Suspend", said: "are suspended", entry: "user_suspended" },
      {
        name: "Reactivate",
        said: "are active again",
        entry: "user_reactivated",
        begin: (id) => post(id, "suspend"),
      },
      { name: "Revoke sessions", said: "have to log in again", entry: "user_sessions_revoked" },
      {
        name: "Send a link to set a password",
        said: "get an email to set a password",
        entry: "user_password_reset_requested",
        password: undefined,
      },
      {
        name: "Send a link to reset the password",
        said: "get an email to reset the password",
        entry: "user_password_reset_requested",
      },
      { name: "Offboard", said: "are offboarded", entry: "user_offboarded" },
      {
        name: "Cancel the offboarding",
        said: "stay",
        entry: "user_offboarding_cancelled",
        begin: (id) => post(id, "offboard", { at: inAWeek }),
      },
      {
        name: "Restore",
        said: "are back, and get an email to set a password",
        entry: "user_restored",
        begin: (id) => post(id, "offboard"),
      },
    ]
    const page = await dashboard.open(PEOPLE)
    await untilListed(page)
    const offered = new Set<string>()
    for (const [index, { name, said, entry, begin, ...body }] of actions.entries()) {
      const emails = [1, 2].map((n) => `both${index}-${n}@example.com`)
      const ids = await Promise.all(emails.map((email) => dashboard.provision(email, body)))
      if (begin) {
        await Promise.all(ids.map(begin))
      }
      await page.getByRole("searchbox").fill(`both${index}-`)
      await untilRowsAre(page, emails)
      await page.getByLabel("Select everything on this page").click()
      const buttons = page.getByRole("toolbar").getByRole("button", { name: / \(2\)$/ })
      const button = buttons.filter({ hasText: `${name} (2)` })
      await button.waitFor()
      for (const label of await buttons.allInnerTexts()) {
        offered.add(label.replace(/ \(2\)$/, ""))
      }
      await button.click()
      if (name === "Offboard") {
        await drawer(page).getByLabel("Type 2 to confirm").fill("2")
      }
      await submit(page, name)
      await page.getByText(`2 people ${said}`, { exact: true }).waitFor()
      await drawer(page).waitFor({ state: "detached" })
      // With whom it was done is chosen no more.
      await isGone(page.getByRole("toolbar"))
      expect(
        await dashboard.sql(
          `SELECT user_id FROM lifecycle_event WHERE type = $1 AND actor_type = 'user' AND user_id = ANY ($2)
           ORDER BY user_id`,
          [entry, ids]
        )
      ).toEqual([...ids].sort().map((user_id) => ({ user_id })))
    }
    // There is nothing else to be done with many.
    expect([...offered].sort()).toEqual(actions.map(({ name }) => name).sort())
    await page.context().close()
  })
})
