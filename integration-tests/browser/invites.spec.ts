import type { Locator, Page } from "playwright-core"
import { INVITE_DELIVERY_KEY } from "../../src/database/deliveries"
import { waitUntil } from "../helpers/wait-until"
import {
  chooseByLetters,
  findSeriousViolations,
  tabTo,
  waitForFocus,
  watchUnheard,
} from "./accessibility"
import { useDashboard } from "./use-dashboard"

declare const document: { querySelectorAll(selector: string): { length: number } }

const PATH = "/settings/user-lifecycle/invites"
const LIST = "**/admin/user-lifecycle/invites?**"
const USERS = "/settings/users"

useDashboard("Settings → User lifecycle → Invites", (dashboard) => {
  const rowOf = (page: Page, email: string): Locator => page.locator(`tr[data-row="${email}"]`)
  const drawer = (page: Page) => page.getByRole("dialog")
  const resultOf = (page: Page, email: string) => drawer(page).locator(`li[data-result="${email}"]`)
  const emailsField = (page: Page) => drawer(page).getByRole("textbox", { name: "Emails" })
  const inviteButton = (page: Page) =>
    drawer(page).getByRole("button", { name: "Invite", exact: true })

  const choose = async (page: Page, email: string, action: string): Promise<void> => {
    const item = page.getByRole("menuitem", { name: action, exact: true })
    await waitUntil("the menu stayed open", async () => {
      // A menu that opens while the email leaves can close again, as the list is read anew.
      if (!(await item.isVisible())) {
        await page.getByRole("button", { name: `Actions for the invite of ${email}` }).click()
      }
      return await item.click({ timeout: 3_000 }).then(
        () => true,
        () => false
      )
    })
  }

  /** The open invites with an email, as the backend has them. */
  const find = async (email: string): Promise<{ id: string; status: string }[]> =>
    (await dashboard.api.get(`/admin/user-lifecycle/invites?q=${email}`, dashboard.root)).data
      .invites

  /** Invites people, and waits until their emails have left or failed. */
  const invite = async (...emails: string[]): Promise<void> => {
    await dashboard.api.post("/admin/user-lifecycle/invites/batch", { emails }, dashboard.root)
    await waitUntil("the emails have left", async () =>
      (await Promise.all(emails.map(find))).flat().every(({ status }) => status !== "pending")
    )
  }
  const expire = (email: string) =>
    dashboard.sql("UPDATE invite SET expires_at = now() - interval '1 hour' WHERE email = $1", [
      email,
    ])
  const tokenOf = async (email: string): Promise<string> => {
    const [row] = await dashboard.sql<{ token: string }>(
      "SELECT token FROM invite WHERE email = $1 AND deleted_at IS NULL",
      [email]
    )
    return row.token
  }
  const entries = async (type: string, email: string): Promise<number> => {
    const rows = await dashboard.sql(
      "SELECT 1 FROM lifecycle_event WHERE type = $1 AND email = $2",
      [type, email]
    )
    return rows.length
  }

  it("says so where nobody is invited, and Medusa's list of users says nothing", async () => {
    const page = await dashboard.open(PATH)
    await page.getByText("No invite is open").waitFor()
    await page.goto(`${dashboard.url}/app${USERS}`)
    await page.getByText("root@example.com").first().waitFor()
    await page.waitForLoadState("networkidle")
    expect(await page.getByRole("heading", { name: "Invites not accepted" }).count()).toBe(0)
    await page.context().close()
  })

  it("lists what became of each email, and why, to be searched and filtered", async () => {
    await invite("arrived@example.com", "refused@bounce.example.com", "late@example.com")
    await expire("late@example.com")
    const page = await dashboard.open(PATH)
    await rowOf(page, "arrived@example.com").getByText("Email sent").waitFor()
    await rowOf(page, "late@example.com").getByText("Expired").waitFor()
    const refused = rowOf(page, "refused@bounce.example.com")
    await refused.getByText("Email failed").waitFor()
    await refused.getByText("the outbox refuses refused@bounce.example.com").waitFor()

    await page.getByRole("button", { name: "Status", exact: true }).click()
    await page.getByRole("menuitemcheckbox", { name: "Email failed" }).click()
    await rowOf(page, "arrived@example.com").waitFor({ state: "detached" })
    await refused.waitFor()
    await page.getByRole("menuitemcheckbox", { name: "Expired" }).click()
    await rowOf(page, "late@example.com").waitFor()
    await page.getByRole("menuitemcheckbox", { name: "Expired" }).click()
    await rowOf(page, "late@example.com").waitFor({ state: "detached" })
    await page.keyboard.press("Escape")
    await page.getByRole("searchbox").fill("ARRIVED")
    await page.getByText("Nothing matches the search and the filters").waitFor()
    expect(new URL(page.url()).searchParams.get("status")).toBe('["failed"]')
    await page.context().close()
  })

  it("resends, tries an email again, and cancels only after it was asked, by clicking", async () => {
    await invite("one@example.com", "one@bounce.example.com")
    const page = await dashboard.open(`${PATH}?q=one@`)
    const before = await tokenOf("one@example.com")
    await choose(page, "one@example.com", "Resend")
    await drawer(page).getByText("Links from before no longer work.").waitFor()
    expect(await tokenOf("one@example.com")).toBe(before)
    await drawer(page).getByRole("button", { name: "Resend" }).click()
    await page.getByText("one@example.com gets another email").waitFor()
    expect(await tokenOf("one@example.com")).not.toBe(before)

    const kept = await tokenOf("one@bounce.example.com")
    await choose(page, "one@bounce.example.com", "Try the email again")
    await page.getByText("The email to one@bounce.example.com is tried again").waitFor()
    expect(await tokenOf("one@bounce.example.com")).toBe(kept)
    expect(await entries("email_retried", "one@bounce.example.com")).toBe(1)

    // There is nothing to try again of an email that has arrived.
    await rowOf(page, "one@example.com").getByText("Email sent").waitFor()
    await page.getByRole("button", { name: "Actions for the invite of one@example.com" }).click()
    await page.getByRole("menuitem", { name: "Resend" }).waitFor()
    expect(await page.getByRole("menuitem", { name: "Try the email again" }).count()).toBe(0)
    await page.getByRole("menuitem", { name: "Cancel the invite" }).click()
    await drawer(page).getByText("Nobody can accept them any more").waitFor()
    expect(await find("one@example.com")).toHaveLength(1)
    await drawer(page).getByRole("button", { name: "Cancel the invite" }).click()
    await page.getByText("The invite of one@example.com is cancelled").waitFor()
    await rowOf(page, "one@example.com").waitFor({ state: "detached" })
    expect(await find("one@example.com")).toEqual([])
    expect(await entries("invite_cancelled", "one@example.com")).toBe(1)
    await page.context().close()
  })

  it("goes back to the last page that is there, where another has emptied", async () => {
    await invite(...Array.from({ length: 21 }, (_, index) => `paged-${index}@example.com`))
    const page = await dashboard.open(`${PATH}?q=paged&offset=20`)
    const last = page.locator("tr[data-row^='paged-']")
    await last.waitFor()
    const email = String(await last.getAttribute("data-row"))
    const [{ id }] = await find(email)
    await dashboard.api.delete(`/admin/invites/${id}`, dashboard.root)
    await page.reload()
    await page.waitForURL((url) => !url.searchParams.has("offset"))
    await page.waitForFunction(
      () => document.querySelectorAll("tr[data-row^='paged-']").length === 20
    )
    await page.context().close()
    await dashboard.sql("UPDATE invite SET deleted_at = now() WHERE email LIKE 'paged-%'")
  })

  it("copies the link that the email has, with which the invite is accepted", async () => {
    const email = "link@example.com"
    await invite(email)
    const page = await dashboard.open(`${PATH}?q=${email}`, {
      permissions: ["clipboard-read", "clipboard-write"],
    })
    await choose(page, email, "Copy link")
    await page.getByText(`The link for ${email} is copied`).waitFor()
    await page.evaluate(
      'navigator.clipboard.write = async () => { throw new DOMException("no", "NotAllowedError") }'
    )
    await choose(page, email, "Copy link")
    await page.getByText("The link could not be copied").waitFor()
    const link = String(await page.evaluate("navigator.clipboard.readText()"))
    expect(link).toBe(`${dashboard.url}/app/invite?token=${await tokenOf(email)}`)
    const { status, data } = await dashboard.api.post("/admin/invites/accept", {
      token: new URL(link).searchParams.get("token"),
      password: "correct horse battery staple",
    })
    expect([status, data.user?.email]).toEqual([200, email])

    // One that nobody can accept has no link to hand out.
    await page.goto(`${dashboard.url}/app${PATH}?q=late@`)
    await page.getByRole("button", { name: "Actions for the invite of late@example.com" }).click()
    await page.getByRole("menuitem", { name: "Resend" }).waitFor()
    expect(await page.getByRole("menuitem", { name: "Copy link" }).count()).toBe(0)
    await page.context().close()
  })

  it("never has a token in its list", async () => {
    const page = await dashboard.open("/settings/profile")
    const answer = page.waitForResponse(
      (response) => new URL(response.url()).pathname === "/admin/user-lifecycle/invites"
    )
    await page.goto(`${dashboard.url}/app${PATH}`)
    const text = await (await answer).text()
    expect(text).toContain("arrived@example.com")
    expect(text).not.toContain(await tokenOf("arrived@example.com"))
    await page.context().close()
  })

  it("does the same with many, names those with which it failed, and does those alone again", async () => {
    const emails = ["many1@example.com", "many2@example.com", "many3@example.com"]
    await invite(...emails)
    const page = await dashboard.open(`${PATH}?q=many`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("toolbar").getByText("3 invites chosen").waitFor()
    expect(await page.getByRole("button", { name: "Try the email again" }).count()).toBe(0)
    await page.getByRole("button", { name: "Resend (3)" }).click()
    // Somebody else is faster.
    const [{ id }] = await find(emails[1])
    await dashboard.api.delete(`/admin/invites/${id}`, dashboard.root)
    await drawer(page).getByRole("button", { name: "Resend" }).click()
    await page.getByText("2 people get another email").waitFor()
    const alert = drawer(page).getByRole("alert")
    await alert.getByText("It failed for one invite").waitFor()
    await alert.getByText(emails[1]).waitFor()
    await drawer(page)
      .getByRole("heading", { name: `Resend the invite of ${emails[1]}` })
      .waitFor()
    const resent = () => Promise.all(emails.map((email) => entries("invite_resent", email)))
    expect(await resent()).toEqual([1, 0, 1])
    await drawer(page).getByRole("button", { name: "Resend" }).click()
    await alert.getByText("It failed for one invite").waitFor()
    expect(await resent()).toEqual([1, 0, 1])
    await drawer(page).getByRole("button", { name: "Close" }).first().click()

    await page.getByRole("button", { name: "Clear" }).click()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Cancel the invite (2)" }).click()
    await drawer(page).getByRole("button", { name: "Cancel the invite" }).click()
    await page.getByText("2 invites are cancelled").waitFor()
    expect(await find("many")).toEqual([])
    await page.context().close()
  })

  it("leaves others chosen after something was done with one", async () => {
    const emails = ["stay1@example.com", "stay2@example.com", "stay3@example.com"]
    await invite(...emails)
    const page = await dashboard.open(`${PATH}?q=stay`)
    await rowOf(page, emails[0]).waitFor()
    for (const email of emails.slice(0, 2)) {
      await page.getByLabel(`Select ${email}`).click()
    }
    for (const [email, left] of [
      [emails[2], "2 invites chosen"],
      [emails[1], "One invite chosen"],
    ]) {
      await choose(page, email, "Resend")
      await drawer(page).getByRole("button", { name: "Resend" }).click()
      await page.getByText(`${email} gets another email`).waitFor()
      await page.getByRole("toolbar").getByText(left).waitFor()
    }
    await page.context().close()
  })

  it("asks for the number of so many that nobody has seen all of them", async () => {
    await invite(...Array.from({ length: 21 }, (_, index) => `crowd-${index}@example.com`))
    const page = await dashboard.open(`${PATH}?q=crowd`)
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Select all 21 that match" }).click()
    await page.getByRole("button", { name: "Cancel the invite (21)" }).click()
    const cancel = drawer(page).getByRole("button", { name: "Cancel the invite" })
    expect(await cancel.isDisabled()).toBe(true)
    await drawer(page).getByLabel("Type 21 to confirm").fill("21")
    await cancel.click()
    await page.getByText("21 invites are cancelled").waitFor()
    expect(await find("crowd")).toEqual([])
    await page.context().close()
  })

  it("stops between two invites, and says what was done and what was not", async () => {
    const emails = ["halt1@example.com", "halt2@example.com", "halt3@example.com"]
    await invite(...emails)
    const page = await dashboard.open(`${PATH}?q=halt`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: "Cancel the invite (3)" }).click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let requests = 0
    await page.route("**/admin/invites/*", async (route) => {
      requests += 1
      if (requests === 2) {
        await held
      }
      await route.continue()
    })
    await drawer(page).getByRole("button", { name: "Cancel the invite" }).click()
    await drawer(page).getByRole("progressbar", { name: "1 of 3" }).waitFor()
    await drawer(page).getByRole("button", { name: "Stop" }).click()
    await drawer(page).getByText("Stops after what has begun").waitFor()
    goOn()
    await drawer(page).getByText("Done until then: 2. That stays.").waitFor()
    await drawer(page).getByText("Not begun with: 1. They can be done now.").waitFor()
    expect([requests, (await find("halt")).length]).toEqual([2, 1])
    await drawer(page).getByRole("button", { name: "Close" }).first().click()
    await page.getByRole("toolbar").getByText("One invite chosen").waitFor()
    await page.getByRole("button", { name: "Cancel the invite (1)" }).click()
    await drawer(page).getByRole("button", { name: "Cancel the invite" }).click()
    await page.getByText(/^The invite of halt\d@example\.com is cancelled/).waitFor()
    expect(await find("halt")).toEqual([])
    await page.context().close()
  })

  it("invites a list as it is pasted, and says what would become and what became of each", async () => {
    const page = await dashboard.open(PATH)
    await page.getByRole("button", { name: "Invite people" }).click()
    expect(await inviteButton(page).isDisabled()).toBe(true)
    const unheard = await watchUnheard(page)
    await emailsField(page).fill(
      'Hedy Lamarr <Hedy@Example.com>, "Hopper, Grace" <grace@example.com>;\nhedy@example.com arrived@example.com root@example.com nobody@example'
    )
    await resultOf(page, "hedy@example.com").getByText("Will be invited").waitFor()
    await resultOf(page, "grace@example.com").getByText("Will be invited").waitFor()
    await resultOf(page, "arrived@example.com").getByText("Invited already").waitFor()
    await resultOf(page, "root@example.com").getByText("A user has this email already.").waitFor()
    await resultOf(page, "nobody@example").getByText("This is not an email address.").waitFor()
    await drawer(page).getByText("2 people would be invited").waitFor()
    await drawer(page).getByText("2 can’t be invited").waitFor()
    expect(await unheard()).toEqual([])
    // It was a question.
    expect(await find("hedy@")).toEqual([])

    await inviteButton(page).click()
    await drawer(page).getByRole("heading", { name: "Invited", exact: true }).waitFor()
    await resultOf(page, "hedy@example.com").getByText("Invited", { exact: true }).waitFor()
    await resultOf(page, "root@example.com").getByText("Refused").waitFor()
    await drawer(page).getByRole("alert").getByText("2 could not be invited").waitFor()
    await drawer(page).getByText("2 people are invited").waitFor()
    // Those who were refused are not typed anew.
    await drawer(page).getByRole("button", { name: "Correct the 2 that were refused" }).click()
    expect(await emailsField(page).inputValue()).toBe("root@example.com\nnobody@example")
    await emailsField(page).fill("corrected@example.com")
    await resultOf(page, "corrected@example.com").getByText("Will be invited").waitFor()
    await inviteButton(page).click()
    await drawer(page).getByText("One person is invited").waitFor()
    await drawer(page).getByRole("button", { name: "Close" }).first().click()
    await rowOf(page, "hedy@example.com").waitFor()
    await rowOf(page, "grace@example.com").waitFor()
    expect(await find("hedy@")).toHaveLength(1)
    expect(await find("nobody@")).toEqual([])
    await page.context().close()
  })

  it("offers nothing where nobody can be invited, and no more than a request can carry", async () => {
    const page = await dashboard.open(PATH)
    await page.getByRole("button", { name: "Invite people" }).click()
    await emailsField(page).fill("root@example.com")
    await resultOf(page, "root@example.com").waitFor()
    expect(await inviteButton(page).isDisabled()).toBe(true)

    const crowd = Array.from({ length: 1001 }, (_, n) => `crowd${n}@example.com`)
    await emailsField(page).fill(crowd.join(" "))
    await drawer(page)
      .getByText("These are 1,001 emails, and 1,000 at most can be invited at a time.")
      .waitFor()
    expect(await inviteButton(page).isDisabled()).toBe(true)
    await emailsField(page).fill(crowd.slice(1).join(" "))
    await drawer(page).getByText("1,000 people would be invited").waitFor()
    expect(await inviteButton(page).isEnabled()).toBe(true)
    await page.context().close()
  })

  it("says why the backend does not say what would happen, and asks again", async () => {
    const email = "asked-again@example.com"
    const page = await dashboard.open(PATH)
    const batch = "**/admin/user-lifecycle/invites/batch"
    await page.route(batch, (route) =>
      route.fulfill({ status: 403, json: { type: "forbidden", message: "You may not invite." } })
    )
    await page.getByRole("button", { name: "Invite people" }).click()
    await emailsField(page).fill("somebody@example.com")
    const alert = drawer(page).getByRole("alert")
    await alert.getByText("You do not have permission to do this").waitFor()
    expect(await inviteButton(page).isDisabled()).toBe(true)

    await page.unroute(batch)
    await page.route(batch, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    await emailsField(page).fill(email)
    await alert.getByText("Out of order").waitFor()
    await page.unroute(batch)
    await alert.getByRole("button", { name: "Try again" }).click()
    await resultOf(page, email).getByText("Will be invited").waitFor()
    expect(await inviteButton(page).isEnabled()).toBe(true)
    await page.context().close()
  })

  it("still says what would happen where sending has failed, and forgets the failure with the next letter", async () => {
    const email = "later@example.com"
    const page = await dashboard.open(PATH)
    const batch = "**/admin/user-lifecycle/invites/batch"
    await page.route(batch, async (route) => {
      const { dry_run } = route.request().postDataJSON() as { dry_run: boolean }
      if (dry_run) {
        await route.continue()
      } else {
        await route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
      }
    })
    await page.getByRole("button", { name: "Invite people" }).click()
    await emailsField(page).fill(email)
    await resultOf(page, email).getByText("Will be invited").waitFor()
    await inviteButton(page).click()
    await drawer(page).getByRole("alert").getByText("Out of order").waitFor()
    await resultOf(page, email).getByText("Will be invited").waitFor()

    await emailsField(page).fill(`${email}, more@example.com`)
    await drawer(page).getByRole("alert").waitFor({ state: "detached" })
    await resultOf(page, "more@example.com").getByText("Will be invited").waitFor()
    await page.unroute(batch)
    await inviteButton(page).click()
    await resultOf(page, email).getByText("Invited", { exact: true }).waitFor()
    await page.context().close()
  })

  it("invites and cancels by keyboard only", async () => {
    const email = "keyboard@example.com"
    const page = await dashboard.open(PATH)
    await tabTo(page, page.getByRole("button", { name: "Invite people" }))
    await page.keyboard.press("Enter")
    await tabTo(page, emailsField(page))
    await page.keyboard.type(email)
    await resultOf(page, email).getByText("Will be invited").waitFor()
    await tabTo(page, inviteButton(page))
    await page.keyboard.press("Enter")
    await resultOf(page, email).getByText("Invited", { exact: true }).waitFor()
    await page.keyboard.press("Escape")
    await waitForFocus(page.getByRole("button", { name: "Invite people" }))
    await rowOf(page, email).waitFor()
    expect(await find(email)).toHaveLength(1)

    await tabTo(page, page.getByRole("button", { name: `Actions for the invite of ${email}` }))
    await page.keyboard.press("Enter")
    await page.getByRole("menuitem", { name: "Cancel the invite" }).waitFor()
    await chooseByLetters(page, "Canc")
    await tabTo(page, drawer(page).getByRole("button", { name: "Cancel the invite" }))
    await page.keyboard.press("Enter")
    await rowOf(page, email).waitFor({ state: "detached" })
    expect(await find(email)).toEqual([])
    await page.context().close()
  })

  it("says why the list could not be loaded, and loads it again", async () => {
    const page = await dashboard.open("/settings/profile")
    await page.route(LIST, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown_error", message: "It broke." } })
    )
    await page.goto(`${dashboard.url}/app${PATH}`)
    await page.getByRole("alert").getByText("It broke.").waitFor()
    await page.unroute(LIST)
    await page.getByRole("button", { name: "Try again" }).click()
    await rowOf(page, "arrived@example.com").waitFor()
    await page.context().close()
  })

  it("says so to whoever may not see them, where Medusa's list of users says nothing", async () => {
    const page = await dashboard.open("/settings/profile")
    const refuse = (path: string) =>
      page.route(path, (route) =>
        route.fulfill({ status: 403, json: { type: "forbidden", message: "Forbidden" } })
      )
    await refuse(LIST)
    await refuse("**/admin/user-lifecycle/overview")
    await page.goto(`${dashboard.url}/app${PATH}`)
    await page.getByText("You do not have permission to see this").waitFor()
    await page.goto(`${dashboard.url}/app${USERS}`)
    await page.getByText("root@example.com").first().waitFor()
    await page.waitForLoadState("networkidle")
    expect(await page.getByRole("heading", { name: "Invites not accepted" }).count()).toBe(0)
    await page.context().close()
  })

  it("says below Medusa's list of users that it is not known whether there are invites to look at", async () => {
    const page = await dashboard.open("/settings/profile")
    const overview = "**/admin/user-lifecycle/overview"
    await page.route(overview, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown_error", message: "It broke." } })
    )
    await page.goto(`${dashboard.url}/app${USERS}`)
    await page.getByRole("alert").getByText("It broke.").waitFor()
    await page.getByRole("heading", { name: "Invites not accepted" }).waitFor()
    await page.unroute(overview)
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("link", { name: /Expired$/ }).waitFor()
    await page.context().close()
  })

  it("shows below Medusa's list of users what needs a look, and resends what failed", async () => {
    const failed = "refused@bounce.example.com"
    const page = await dashboard.open(USERS)
    await page.getByRole("heading", { name: "Invites not accepted" }).waitFor()
    const { data } = await dashboard.api.get("/admin/user-lifecycle/overview", dashboard.root)
    const { invites } = data
    expect(invites.failed).toBeGreaterThan(1)
    await page.getByRole("link", { name: `${invites.failed} Email failed` }).waitFor()
    await page.getByRole("link", { name: `${invites.expired} Expired` }).waitFor()

    const before = await tokenOf(failed)
    await page.getByRole("button", { name: `Resend the ${invites.failed} that failed` }).click()
    await drawer(page).getByText(failed).waitFor()
    await drawer(page).getByRole("button", { name: "Resend" }).click()
    await page.getByText(`${invites.failed} people get another email`).waitFor()
    expect(await tokenOf(failed)).not.toBe(before)

    await page.getByRole("link", { name: /Expired$/ }).click()
    await rowOf(page, "late@example.com").waitFor()
    expect(await rowOf(page, "arrived@example.com").count()).toBe(0)
    await page.context().close()
  })

  it("resends there as many as it says, also of more than the backend lists at a time", async () => {
    await dashboard.sql(
      `INSERT INTO invite (id, email, accepted, token, expires_at)
       SELECT 'invite_mass' || n, 'mass' || n || '@example.com', false, 'token_mass' || n, now() + interval '1 day'
       FROM generate_series(1, 501) n`
    )
    await dashboard.sql(
      `INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, status, next_attempt_at)
       SELECT 'uemail_' || i.id, ${INVITE_DELIVERY_KEY}, 'invite', i.email, 'invite', i.id, 'invite.created', 'failed', now()
       FROM invite i WHERE i.id LIKE 'invite_mass%'`
    )
    const failed = async (): Promise<number> =>
      (await dashboard.api.get("/admin/user-lifecycle/overview", dashboard.root)).data.invites
        .failed
    const page = await dashboard.open(USERS)
    const resends = async (label: string, number: number) => {
      await page.getByRole("button", { name: label, exact: true }).click()
      await drawer(page)
        .getByRole("heading", { name: `Resend ${number} invites`, exact: true })
        .waitFor()
      await drawer(page).getByLabel(`Type ${number} to confirm`).waitFor()
    }
    await resends(`Resend the first 500 of the ${await failed()} that failed`, 500)

    await dashboard.sql(
      "DELETE FROM invite WHERE id LIKE 'invite_mass%' AND substring(id FROM 12)::int > 300"
    )
    await page.reload()
    const left = await failed()
    expect(left).toBeGreaterThanOrEqual(300)
    await resends(`Resend the ${left} that failed`, left)
    await page.context().close()
    await dashboard.sql("DELETE FROM invite WHERE id LIKE 'invite_mass%'")
    await dashboard.sql("DELETE FROM email_delivery WHERE id LIKE 'uemail_invite_mass%'")
  })

  it("resends there what failed, and leads to the list, by keyboard only", async () => {
    const email = "keyboard@bounce.example.com"
    await invite(email)
    const before = await tokenOf(email)
    const page = await dashboard.open(USERS)
    const resend = page.getByRole("button", { name: /^Resend the / })
    await resend.waitFor()
    await tabTo(page, resend)
    await page.keyboard.press("Enter")
    await drawer(page).getByText(email).waitFor()
    await page.keyboard.press("Escape")
    await waitForFocus(resend)
    await page.keyboard.press("Enter")
    await drawer(page).getByText(email).waitFor()
    await tabTo(page, drawer(page).getByRole("button", { name: "Resend" }))
    await page.keyboard.press("Enter")
    await drawer(page).waitFor({ state: "detached" })
    expect(await tokenOf(email)).not.toBe(before)

    await tabTo(page, page.getByRole("link", { name: "All invites" }))
    await page.keyboard.press("Enter")
    await rowOf(page, email).waitFor()
    await page.context().close()
  })

  it("says with which it failed to resend there, also once nothing is left to look at", async () => {
    await invite("lost@bounce.example.com")
    const page = await dashboard.open(USERS)
    await page.getByRole("button", { name: /^Resend the / }).click()
    await drawer(page).getByText("lost@bounce.example.com").first().waitFor()
    const { data } = await dashboard.api.get("/admin/user-lifecycle/overview", dashboard.root)
    const invites = { pending: 0, delivered: 0, failed: 0, not_sent: 0, expired: 0 }
    await page.route("**/admin/user-lifecycle/overview", (route) =>
      route.fulfill({ json: { ...data, invites } })
    )
    await page.route("**/admin/invites/*/resend", (route) =>
      route.fulfill({ status: 404, json: { type: "not_found", message: "It is not there." } })
    )
    await drawer(page).getByRole("button", { name: "Resend" }).click()
    // What is behind a drawer is hidden from roles.
    await page.getByText("Invites not accepted").waitFor({ state: "detached" })
    await drawer(page).getByRole("alert").getByText("lost@bounce.example.com").waitFor()
    await drawer(page).getByRole("button", { name: "Close" }).first().click()
    await drawer(page).waitFor({ state: "detached" })
    await page.context().close()
  })

  it("keeps nobody with a screen reader out, in light and in dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(PATH, { colorScheme })
      await rowOf(page, "arrived@example.com").waitFor()
      await page.getByLabel("Select arrived@example.com").click()
      await page.getByRole("toolbar").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.getByRole("button", { name: "Cancel the invite (1)" }).click()
      await drawer(page).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.keyboard.press("Escape")

      await page.getByRole("button", { name: "Invite people" }).click()
      await emailsField(page).fill("new@example.com, root@example.com, arrived@example.com")
      await resultOf(page, "new@example.com").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.goto(`${dashboard.url}/app${USERS}`)
      await page.getByRole("heading", { name: "Invites not accepted" }).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
  })

  it("says below Medusa's list of users that nothing is left to resend, and reads the figures again", async () => {
    const email = "seen-again@bounce.example.com"
    await invite(email)
    const turn = (from: string, to: string) =>
      dashboard.sql(
        `UPDATE email_delivery SET status = $2 WHERE subject_type = 'invite' AND status = $1`,
        [from, to]
      )
    const page = await dashboard.open(USERS)
    const resend = page.getByRole("button", { name: /^Resend the / })
    await resend.waitFor()
    // As where somebody else has sent them again.
    await turn("failed", "sent")
    await resend.click()
    await page.getByText("No failed invite is left").waitFor()
    await resend.waitFor({ state: "detached" })

    await page.getByRole("link", { name: "Invite", exact: true }).click()
    await page.waitForURL("**/users/invite")
    await page.getByRole("dialog").waitFor()
    await turn("sent", "failed")
    await page.keyboard.press("Escape")
    await page.waitForURL(`**${USERS}`)
    await resend.waitFor()
    await page.context().close()
  })

  it("speaks German where the dashboard does", async () => {
    const page = await dashboard.open(PATH, { language: "de" })
    await page.getByRole("heading", { name: "Einladungen" }).waitFor()
    await page.getByRole("columnheader", { name: "Läuft ab" }).waitFor()
    await page.context().close()
  })
})
