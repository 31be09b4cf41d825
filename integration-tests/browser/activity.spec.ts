import { readFile } from "node:fs/promises"
import type { Locator, Page } from "playwright-core"
import { UNDO_REASON } from "../../src/domain/lifecycle-event"
import { apiKey, bearer, login } from "../helpers/http"
import { chooseByLetters, findSeriousViolations, tabTo } from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

const ACTIVITY = "/settings/user-lifecycle/activity"
const ROUTE = "**/admin/user-lifecycle/events?*"

useDashboard("Settings → User lifecycle → Activity", (dashboard) => {
  const act = async (
    id: string,
    action: string,
    body: object = {},
    credential = dashboard.root
  ) => {
    const { status, data } = await dashboard.api.post(
      `/admin/users/${id}/${action}`,
      body,
      credential
    )
    expect({ status, data }).toMatchObject({ status: 200 })
  }
  const insertEntry = (entry: {
    id: string
    type: string
    email?: string
    days?: number
    data?: object
  }) =>
    dashboard.sql(
      `INSERT INTO lifecycle_event (id, type, email, actor_type, data, created_at)
       VALUES ($1, $2, $3, 'system', $4, now() - make_interval(days => $5))`,
      [entry.id, entry.type, entry.email ?? null, entry.data ?? null, entry.days ?? 0]
    )

  /** The entry that a sentence tells of. */
  const entry = (page: Page, sentence: string | RegExp): Locator =>
    page.getByRole("listitem").filter({ has: page.getByRole("button", { name: sentence }) })
  const open = (page: Page, sentence: string | RegExp) =>
    page.getByRole("button", { name: sentence }).first().click()
  const filter = async (page: Page, name: string, option: string): Promise<void> => {
    await page.getByRole("button", { name, exact: true }).click()
    await page.getByRole("menuitemcheckbox", { name: option, exact: true }).click()
    await page.keyboard.press("Escape")
  }

  it("tells in sentences what happened to whom, by whom, newest first, by day", async () => {
    const id = await dashboard.provision("ada@example.com")
    await act(id, "suspend", { reason: "on leave", until: "2099-01-01T12:00:00Z" })
    await act(id, "change-email", { email: "lovelace@example.com" })
    await insertEntry({
      id: "ulevt_old",
      type: "invite_swept",
      email: "never@example.com",
      days: 1,
    })
    const page = await dashboard.open("/settings/user-lifecycle")
    await page.getByRole("link", { name: "Activity", exact: true }).click()

    const today = page.getByRole("region", { name: /^Today, / })
    await today.getByText("root@example.com added ada@example.com").waitFor()
    await today
      .getByText(/^root@example\.com suspended ada@example\.com until Jan\s1,\s2099/)
      .waitFor()
    await today.getByText("“on leave” · 127.0.0.1").waitFor()
    await today
      .getByText("root@example.com changed the email of ada@example.com to lovelace@example.com")
      .waitFor()
    const yesterday = page.getByRole("region", { name: /^Yesterday, / })
    await yesterday.getByText("The expired invite of never@example.com was removed").waitFor()

    const sentences = await today.getByRole("button").allTextContents()
    const [changed, added] = ["changed the email", "added ada"].map((part) =>
      sentences.findIndex((sentence) => sentence.includes(part))
    )
    expect(changed).toBeLessThan(added)
    await page.context().close()
  })

  it("opens an entry, by clicking, to show all that it has, as names and values", async () => {
    const id = await dashboard.provision("grace@example.com")
    await act(id, "offboard", { reason: "left" })
    const page = await dashboard.open(ACTIVITY)
    const offboarded = entry(page, "root@example.com offboarded grace@example.com")
    await open(page, "root@example.com offboarded grace@example.com")
    for (const [name, value] of [
      ["Reason", "left"],
      ["To whom", `grace@example.com${id}`],
      ["IP address", "127.0.0.1"],
      ["Type", "user_offboarded"],
    ]) {
      const term = offboarded.getByText(name, { exact: true })
      expect(await term.locator("xpath=following-sibling::dd[1]").textContent()).toBe(value)
    }
    await offboarded.getByText("Program", { exact: true }).waitFor()
    await offboarded.getByText("Name of the login: grace@example.com").waitFor()
    expect(await offboarded.textContent()).not.toContain("{")
    await open(page, "root@example.com offboarded grace@example.com")
    await offboarded.getByText("IP address").waitFor({ state: "detached" })
    await page.context().close()
  })

  it("names API keys by their titles, and people who are gone", async () => {
    const id = await dashboard.provision("keyed@example.com")
    const gone = await dashboard.provision("gone@example.com")
    const credential = bearer(await login(dashboard.api, "gone@example.com", PASSWORD))
    const { data } = await dashboard.api.post(
      "/admin/api-keys",
      { title: "<b>ERP</b> & {{actor}}", type: "secret" },
      dashboard.root
    )
    await act(id, "revoke-sessions", {}, apiKey(data.api_key.token))
    await act(id, "suspend", {}, credential)
    await act(gone, "offboard")
    await dashboard.sql(`DELETE FROM "user" WHERE id = $1`, [gone])

    const page = await dashboard.open(ACTIVITY)
    await page
      .getByText("API key <b>ERP</b> & {{actor}} ended all sessions of keyed@example.com")
      .waitFor()
    await page.getByText("gone@example.com suspended keyed@example.com").waitFor()
    await page.context().close()
  })

  it("shows the history of one person, says whose it is, and leads back to everything", async () => {
    const id = await dashboard.provision("only@example.com")
    await act(id, "suspend")
    await dashboard.provision("another@example.com")
    const page = await dashboard.open(`/settings/users/${id}`)
    await page.getByRole("link", { name: "Everything", exact: true }).click()
    await page.getByRole("status").getByText("Only what happened to only@example.com").waitFor()
    await page.getByText("root@example.com suspended only@example.com").waitFor()
    expect(await page.getByText("another@example.com").count()).toBe(0)
    await page.getByRole("button", { name: "Show everything" }).click()
    await page.getByText("root@example.com added another@example.com").waitFor()
    expect(page.url()).not.toContain("user_id")

    await page.goBack()
    await page.getByRole("link", { name: "Open the user" }).click()
    await page.waitForURL(`${dashboard.url}/app/settings/users/${id}`)
    await page.context().close()
  })

  it("leads from an entry to all that its actor did, and to all that happened to the person", async () => {
    const id = await dashboard.provision("actor@example.com")
    const subject = await dashboard.provision("subject@example.com")
    const credential = bearer(await login(dashboard.api, "actor@example.com", PASSWORD))
    await act(subject, "suspend", {}, credential)
    const page = await dashboard.open(ACTIVITY)
    await open(page, "actor@example.com suspended subject@example.com")
    await page.getByRole("link", { name: "Everything that actor@example.com did" }).click()
    await page.getByText("Only what actor@example.com did").waitFor()
    await page
      .getByText("root@example.com added subject@example.com")
      .waitFor({ state: "detached" })
    expect(page.url()).toContain(id)
    await page.getByText("1 of 1 results").waitFor()

    await page
      .getByRole("link", { name: "Everything that happened to subject@example.com" })
      .click()
    await page.getByText("root@example.com added subject@example.com").waitFor()
    await page.context().close()
  })

  it("says no longer that it is what somebody else did once it is what one did oneself", async () => {
    const id = await dashboard.provision("someone@example.com")
    const other = await dashboard.provision("suspended@example.com")
    const credential = bearer(await login(dashboard.api, "someone@example.com", PASSWORD))
    await act(other, "suspend", {}, credential)
    const page = await dashboard.open(`${ACTIVITY}?actor_id=${id}`)
    const notice = page.getByText("Only what someone@example.com did")
    await notice.waitFor()
    await filter(page, "By whom", "Me")
    await page.getByText("root@example.com added suspended@example.com").waitFor()
    expect(await notice.count()).toBe(0)
    expect(page.url()).not.toContain("actor_id")

    // As somebody else can have written it.
    const me = encodeURIComponent('["me"]')
    await page.goto(`${dashboard.url}/app${ACTIVITY}?actor_id=${id}&actor=${me}`)
    await page.getByText("root@example.com added suspended@example.com").waitFor()
    expect(await page.getByText(/^Only what/).count()).toBe(0)
    await page.context().close()
  })

  it("searches and filters by what, by whom and when, with all of it in the address", async () => {
    const id = await dashboard.provision("filtered@example.com")
    await act(id, "suspend", { reason: "a reason to be found" })
    await act(id, "reactivate")
    await insertEntry({
      id: "ulevt_audit",
      type: "identities_audited",
      data: { by_severity: { high: 1, medium: 2, low: 0 }, by_kind: { invite_expired: 3 } },
      days: 20,
    })
    const page = await dashboard.open(ACTIVITY)
    const suspended = page.getByText("root@example.com suspended filtered@example.com")
    const reactivated = page.getByText("root@example.com reactivated filtered@example.com")
    const audited = page.getByText("The scheduled audit found 3 things")
    await suspended.waitFor()

    await page.getByRole("searchbox").fill("reason to be found")
    await reactivated.waitFor({ state: "detached" })
    await suspended.waitFor()
    expect(new URL(page.url()).searchParams.get("q")).toBe("reason to be found")
    await page.getByRole("searchbox").fill("")
    await reactivated.waitFor()

    await filter(page, "What", "Identity health")
    await audited.waitFor()
    await suspended.waitFor({ state: "detached" })
    expect(new URL(page.url()).searchParams.get("group")).toBe('["identities"]')
    await open(page, "The scheduled audit found 3 things")
    await page.getByText("Expired invite: 3").waitFor()
    await filter(page, "When", "The last 7 days")
    await page.getByText("Nothing matches the search and the filters").waitFor()
    await page.goBack()
    await audited.waitFor()
    await filter(page, "By whom", "Admins")
    await page.getByText("Nothing matches the search and the filters").waitFor()

    await page.goto(`${dashboard.url}/app${ACTIVITY}?actor=${encodeURIComponent('["me"]')}`)
    await suspended.waitFor()
    expect(await page.getByText("was sent to").count()).toBe(0)
    await page.goto(`${dashboard.url}/app${ACTIVITY}?actor=${encodeURIComponent('["system"]')}`)
    await page.getByRole("region").first().waitFor()
    expect(await suspended.count()).toBe(0)
    await page.context().close()
  })

  it("says to a screen reader what came of a search and of another page, and nothing before", async () => {
    await dashboard.sql(
      `INSERT INTO lifecycle_event (id, type, email, actor_type)
       SELECT 'ulevt_heard_' || n, 'invite_swept', 'heard' || n || '@example.com', 'system'
       FROM generate_series(1, 21) n`
    )
    const page = await dashboard.open(`${ACTIVITY}?q=heard`)
    const status = page.locator("[data-plugin='user-lifecycle'] [role=status]")
    const said = (words: string) => status.getByText(words, { exact: true }).waitFor()
    await page.getByText("20 of 21 results").waitFor()
    expect(await status.allTextContents()).toEqual([""])
    await page.getByRole("button", { name: "Next" }).click()
    await said("21 results, page 2 of 2")
    await page.getByRole("searchbox").fill("heard21@")
    await said("One result")
    await page.getByRole("searchbox").fill("heard22@")
    await said("Nothing matches")
    await page.context().close()
  })

  it("shows and exports what happened between two days, both of them included", async () => {
    for (const [id, at] of [
      ["before", "2021-02-28T23:59:59"],
      ["first", "2021-03-01T00:00:00"],
      ["last", "2021-03-15T23:59:59"],
      ["after", "2021-03-16T00:00:00"],
    ]) {
      await dashboard.sql(
        `INSERT INTO lifecycle_event (id, type, email, actor_type, created_at)
         VALUES ($1, 'invite_swept', $2, 'system', $3::timestamp AT TIME ZONE 'America/New_York')`,
        [`ulevt_day_${id}`, `${id}-day@example.com`, at]
      )
    }
    const page = await dashboard.open(`${ACTIVITY}?q=-day@&period=today`, {
      timezoneId: "America/New_York",
    })
    const swept = (id: string) => page.getByText(`The expired invite of ${id}-day@example.com`)
    await page.getByText("Nothing matches the search and the filters").waitFor()
    await page.getByLabel("From", { exact: true }).fill("2021-03-01")
    await swept("after").waitFor()
    await page.getByLabel("To", { exact: true }).fill("2021-03-15")
    await swept("after").waitFor({ state: "detached" })
    await swept("first").waitFor()
    await swept("last").waitFor()
    expect(await swept("before").count()).toBe(0)
    const { searchParams } = new URL(page.url())
    expect(["from", "to", "period"].map((name) => searchParams.get(name))).toEqual([
      '["2021-03-01"]',
      '["2021-03-15"]',
      null,
    ])
    expect(await findSeriousViolations(page)).toEqual([])

    await page.getByRole("button", { name: "Export", exact: true }).click()
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Export as NDJSON", exact: true }).click(),
    ])
    const emails = (await readFile(await file.path(), "utf8"))
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { email: string }).email)
    expect(emails.sort()).toEqual(["first-day@example.com", "last-day@example.com"])

    // The address has it all, for whoever is sent it.
    await page.reload()
    await swept("first").waitFor()
    expect(await page.getByLabel("To", { exact: true }).inputValue()).toBe("2021-03-15")
    await page.getByLabel("From", { exact: true }).fill("")
    await swept("before").waitFor()
    await page.context().close()
  })

  it("has older entries on further pages", async () => {
    await dashboard.sql(
      `INSERT INTO lifecycle_event (id, type, email, actor_type)
       SELECT 'ulevt_page_' || n, 'invite_swept', 'page' || lpad(n::text, 2, '0') || '@example.com', 'system'
       FROM generate_series(1, 25) n`
    )
    const page = await dashboard.open(`${ACTIVITY}?q=page`)
    await page.getByText("20 of 25 results").waitFor()
    await page.getByText("The expired invite of page25@example.com was removed").waitFor()
    await page.getByRole("button", { name: "Next" }).click()
    await page.getByText("The expired invite of page01@example.com was removed").waitFor()
    expect(page.url()).toContain("offset=20")
    // A page that is not there any more, as one of "today" is tomorrow.
    await page.goto(`${dashboard.url}/app${ACTIVITY}?q=page&offset=60`)
    await page.getByText("The expired invite of page01@example.com was removed").waitFor()
    await page.waitForURL(/offset=20/)
    await page.context().close()
  })

  it("has words of the page for what an entry holds", async () => {
    const since = "2026-01-31T11:00:00.000Z"
    const filters = `status=active&login_method=none&last_login_at[$gte]=${since}`
    const { status } = await dashboard.api.get(
      `/admin/user-lifecycle/people/export?${filters}`,
      dashboard.root
    )
    expect(status).toBe(200)
    await insertEntry({
      id: "ulevt_restored",
      type: "user_restored",
      email: "back@example.com",
      data: { login: "none" },
    })
    await dashboard.sql(
      `INSERT INTO lifecycle_event (id, type, email, actor_type, reason, data)
       VALUES ('ulevt_undone', 'user_suspension_reverted', 'undone@example.com', 'system', $1, $2)`,
      [UNDO_REASON, { kept: { access: "changed_since" } }]
    )
    const page = await dashboard.open(ACTIVITY, { language: "de", timezoneId: "Europe/Berlin" })
    const factsOf = async (sentence: string): Promise<string> => {
      await open(page, sentence)
      const facts = entry(page, sentence).locator("dl")
      await facts.waitFor()
      return (await facts.innerText()).replace(/\s+/g, " ")
    }
    const exported = await factsOf("root@example.com hat die Liste der Personen exportiert")
    for (const words of ["Status: Aktiv", "Anmeldung: Keine Anmeldung", "ab: 31.01.2026, 12:00"]) {
      expect(exported).toContain(words)
    }
    expect(exported).not.toMatch(/active|login method|none|\$gte|2026-01-31T/)
    expect(await factsOf("hat back@example.com wiederhergestellt")).toMatch(/Anmeldung Keine/)
    const undone = await factsOf("hat undone@example.com gesperrt, was rückgängig")
    expect(undone).toContain("Zugang: Jemand anderes hat seitdem darüber entschieden")
    expect(undone).toContain("Ein späterer Schritt desselben Vorgangs ist fehlgeschlagen.")
    expect(await page.getByText(UNDO_REASON).count()).toBe(0)
    await page.context().close()
  })

  it("takes nobody's words for an instant", async () => {
    await insertEntry({
      id: "ulevt_title",
      type: "badge_printed",
      email: "titled@example.com",
      data: { title: "2026-12-24T00:00:00Z", printed_at: "2026-13-45T00:00:00Z" },
    })
    const page = await dashboard.open(`${ACTIVITY}?q=badge_printed`)
    await page.getByText("badge_printed: The system, titled@example.com").click()
    await page.getByText("2026-12-24T00:00:00Z").waitFor()
    await page.getByText("2026-13-45T00:00:00Z").waitFor()
    await page.context().close()
  })

  it("exports what the filters let through, and the ledger tells of it", async () => {
    const id = await dashboard.provision("exported@example.com")
    await act(id, "suspend", { reason: "exported" })
    const page = await dashboard.open(
      `${ACTIVITY}?q=exported&group=${encodeURIComponent('["endings"]')}`
    )
    await page.getByText("root@example.com suspended exported@example.com").waitFor()
    for (const format of ["CSV", "NDJSON"]) {
      await page.getByRole("button", { name: "Export", exact: true }).click()
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: `Export as ${format}`, exact: true }).click(),
      ])
      expect(file.suggestedFilename()).toMatch(new RegExp(`^events.*\\.${format.toLowerCase()}$`))
      const text = await readFile(await file.path(), "utf8")
      expect(text.trim().split("\n")).toHaveLength(format === "CSV" ? 2 : 1)
      expect(text).toContain("user_suspended")
      expect(text).toContain("exported@example.com")
    }
    await page.goto(`${dashboard.url}/app${ACTIVITY}?group=${encodeURIComponent('["exports"]')}`)
    await page.getByText("root@example.com exported the ledger").first().waitFor()
    await open(page, "root@example.com exported the ledger")
    await page.getByText("ndjson", { exact: true }).waitFor()

    await page.route("**/events/export?*", (route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    await page.getByRole("button", { name: "Export", exact: true }).click()
    await page.getByRole("menuitem", { name: "Export as CSV", exact: true }).click()
    await page.getByText("Out of order").waitFor()
    await page.context().close()
  })

  it("says that a file was downloaded also where somebody has left the page by then", async () => {
    const page = await dashboard.open("/settings/user-lifecycle")
    await page.getByRole("link", { name: "Activity", exact: true }).click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route("**/events/export?*", async (route) => {
      await held
      await route.continue()
    })
    await page.getByRole("button", { name: "Export", exact: true }).click()
    const sent = page.waitForRequest("**/events/export?*")
    await page.getByRole("menuitem", { name: "Export as CSV", exact: true }).click()
    await sent
    await page.goBack()
    await page.getByText("Open invites").waitFor()
    const saved = page.waitForEvent("download")
    goOn()
    await page.getByText(`${(await saved).suggestedFilename()} was downloaded`).waitFor()
    await page.context().close()
  })

  it("is read by keyboard only", async () => {
    const id = await dashboard.provision("keyboard@example.com")
    await act(id, "suspend", { reason: "by keyboard" })
    const page = await dashboard.open(ACTIVITY)
    await page.getByText("root@example.com suspended keyboard@example.com").waitFor()
    await tabTo(page, page.getByRole("searchbox"))
    await page.keyboard.type("keyboard@")
    await page.waitForURL(/q=keyboard/)
    await tabTo(page, page.getByRole("button", { name: "What", exact: true }))
    await page.keyboard.press("Enter")
    await chooseByLetters(page, "Access")
    await page.keyboard.press("Escape")
    await page.waitForURL(/group=/)
    const suspended = page.getByRole("button", { name: "suspended keyboard@example.com" })
    await tabTo(page, suspended)
    await page.keyboard.press("Enter")
    await page.getByText("user_suspended", { exact: true }).waitFor()
    await tabTo(page, page.getByRole("link", { name: "Everything that happened to keyboard@" }))
    await page.keyboard.press("Enter")
    await page.getByText("Only what happened to keyboard@example.com").waitFor()
    await page.context().close()
  })

  it("says what went wrong, and tries again; who may not see it; and where there is nothing", async () => {
    await dashboard.provision("failing@example.com")
    const page = await dashboard.open("/settings/user-lifecycle")
    await page.route(ROUTE, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown", message: "Out of order" } })
    )
    await page.getByRole("link", { name: "Activity", exact: true }).click()
    await page.getByRole("alert").getByText("Out of order").waitFor()
    await page.unroute(ROUTE)
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("root@example.com added failing@example.com").waitFor()

    await page.goto(`${dashboard.url}/app${ACTIVITY}?user_id=user_nobody`)
    await page.getByText("Only what happened to user_nobody").waitFor()
    await page.getByText("Nothing matches the search and the filters").waitFor()

    await page.route(ROUTE, (route) =>
      route.fulfill({ status: 403, json: { type: "forbidden", message: "Forbidden" } })
    )
    await page.reload()
    await page.getByText("You do not have permission to see this").waitFor()
    await page.context().close()
  })

  it("tells of entries that a later version writes as far as it knows", async () => {
    await insertEntry({ id: "ulevt_later", type: "badge_printed", email: "later@example.com" })
    const page = await dashboard.open(`${ACTIVITY}?q=badge_printed`)
    await page.getByText("badge_printed: The system, later@example.com").waitFor()
    await page.context().close()
  })

  it("has nothing that keeps people with a screen reader out, in light and in dark", async () => {
    const id = await dashboard.provision("axe@example.com")
    await act(id, "offboard", { reason: "left" })
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(ACTIVITY, { colorScheme })
      await open(page, "root@example.com offboarded axe@example.com")
      await page.getByText("user_offboarded", { exact: true }).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.goto(`${dashboard.url}/app${ACTIVITY}?user_id=${encodeURIComponent(`["${id}"]`)}`)
      await page.getByText("Only what happened to axe@example.com").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
  })

  it("speaks German where the dashboard does", async () => {
    await dashboard.provision("deutsch@example.com")
    const page = await dashboard.open(ACTIVITY, { language: "de" })
    await page.getByText("root@example.com hat deutsch@example.com angelegt").waitFor()
    await page.getByRole("region", { name: /^Heute, / }).waitFor()
    await page.context().close()
  })
})
