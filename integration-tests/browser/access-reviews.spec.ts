import { readFile } from "node:fs/promises"
import type { Locator, Page } from "playwright-core"
import { findSeriousViolations, tabTo, waitForFocus } from "./accessibility"
import { PASSWORD, ROOT, useDashboard } from "./use-dashboard"
import { apiKey, bearer, login } from "../helpers/http"

const PATH = "/settings/user-lifecycle/access-reviews"
const REVIEWS = "/admin/user-lifecycle/access-reviews"

const DAY_MS = 24 * 60 * 60 * 1_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)

type Item = { id: string; email: string; decision: string | null; note: string | null }

useDashboard("Settings → User lifecycle → Access reviews", (dashboard) => {
  const rowOf = (page: Page, name: string): Locator => page.locator(`tr[data-row="${name}"]`)
  const drawer = (page: Page) => page.getByRole("dialog")
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const submit = (page: Page, name: string) =>
    drawer(page).getByRole("button", { name, exact: true }).click()

  const get = async (path: string) => (await dashboard.api.get(path, dashboard.root)).data
  const open = async (body: object): Promise<string> =>
    (await dashboard.api.post(REVIEWS, body, dashboard.root)).data.access_review.id
  const itemsOf = async (id: string, query = ""): Promise<Item[]> =>
    (await get(`${REVIEWS}/${id}/items?limit=200${query}`)).items
  const itemOf = async (id: string, email: string): Promise<Item> =>
    (await itemsOf(id)).find((item) => item.email === email) as Item
  const countsOf = async (id: string) => (await get(`${REVIEWS}/${id}`)).access_review.counts
  const statusOf = async (userId: string): Promise<string> =>
    (await get(`/admin/users/${userId}/access`)).access.status
  const decide = async (id: string, email: string, decision: string): Promise<void> => {
    const item = await itemOf(id, email)
    await dashboard.api.post(
      `${REVIEWS}/${id}/items`,
      { items: [{ id: item.id, decision }] },
      dashboard.root
    )
  }
  const close = (id: string) =>
    dashboard.api.post(`${REVIEWS}/${id}/close`, { allow_undecided: true }, dashboard.root)
  const focused = (page: Page) =>
    page.evaluate("document.activeElement?.getAttribute('aria-label')")

  beforeAll(async () => {
    await dashboard.provision("ada@example.com", { first_name: "Ada", last_name: "Lovelace" })
    await dashboard.provision("grace@example.com")
  })

  it("says what a review is where there was none, and opens one for everybody who has access", async () => {
    const gone = await dashboard.provision("gone@example.com")
    await dashboard.api.post(`/admin/users/${gone}/offboard`, {}, dashboard.root)

    const page = await dashboard.open(PATH)
    await page.getByText("There was no review yet").waitFor()
    await button(page, "Open a review").click()
    await drawer(page).getByText("3 people have access, and will be on the list.").waitFor()
    await drawer(page).getByLabel("Due date").fill("2020-01-01")
    await drawer(page).getByText("This is in the past").waitFor()
    expect(await drawer(page).getByRole("button", { name: "Open" }).isDisabled()).toBe(true)
    const due = inDays(20).toISOString().slice(0, 10)
    await drawer(page).getByLabel("Due date").fill(due)
    await drawer(page).getByLabel("Title").fill("First quarter")
    await submit(page, "Open")

    await page.getByRole("heading", { name: "First quarter" }).waitFor()
    await page.getByText("0 of 3 decided").waitFor()
    await rowOf(page, "ada@example.com").getByText("Ada Lovelace").waitFor()
    expect(await rowOf(page, "gone@example.com").count()).toBe(0)
    const [review] = (await get(REVIEWS)).access_reviews
    expect(review).toMatchObject({ title: "First quarter", counts: { total: 3, undecided: 3 } })
    expect(page.url()).toContain(review.id)
    expect(Date.parse(review.due_at)).toBeGreaterThan(Date.parse(due))

    await page.getByRole("link", { name: "All access reviews" }).click()
    await rowOf(page, "First quarter").getByText("0 of 3 decided").waitFor()
    await page.context().close()
  })

  it("lists those first that are open, with how far they are, and what is overdue", async () => {
    await open({ title: "Overdue", due_at: inDays(-3).toISOString() })
    const closed = await open({ title: "Closed", due_at: inDays(-3).toISOString() })
    await decide(closed, "ada@example.com", "keep")
    await close(closed)
    const page = await dashboard.open(PATH)
    await rowOf(page, "Overdue").getByText("Overdue", { exact: true }).last().waitFor()
    expect(await page.locator("tbody tr").last().getAttribute("data-row")).toBe("Closed")
    const last = rowOf(page, "Closed")
    await last.getByText("1 of 3 decided").waitFor()
    await last.getByText("by root@example.com").first().waitFor()
    expect(await last.getByText("Overdue").count()).toBe(0)

    await button(page, "Status").click()
    await page.getByRole("menuitemcheckbox", { name: "Closed" }).click()
    await rowOf(page, "Overdue").waitFor({ state: "detached" })
    await last.waitFor()
    await page.context().close()
  })

  it("shows what was known of each when it was opened, whatever has become of it", async () => {
    const email = "frozen@example.com"
    const userId = await dashboard.provision(email, { first_name: "Bob", last_name: "Before" })
    const token = await login(dashboard.api, email, PASSWORD)
    await dashboard.api.post("/admin/api-keys", { title: "k", type: "secret" }, bearer(token))
    const id = await open({ title: "Frozen" })
    await dashboard.api.post(`/admin/users/${userId}`, { last_name: "After" }, dashboard.root)
    await dashboard.api.post(`/admin/users/${userId}/suspend`, {}, dashboard.root)

    const page = await dashboard.open(`${PATH}/${id}?q=frozen`)
    const row = rowOf(page, email)
    for (const text of ["Bob Before", "Active", "Password", "by root@example.com"]) {
      await row.getByText(text).first().waitFor()
    }
    await row.getByRole("cell", { name: "1", exact: true }).waitFor()
    await page.getByRole("button", { name: `Actions for ${email}` }).click()
    await page.getByRole("menuitem", { name: "Access as it is now" }).click()
    await drawer(page).getByText("Suspended").first().waitFor()
    await page.context().close()
  })

  it("counts the days since a login from the opening, and not from whenever somebody looks", async () => {
    const email = "logged-in@example.com"
    await dashboard.provision(email)
    await login(dashboard.api, email, PASSWORD)
    const id = await open({ title: "Long ago" })
    const page = await dashboard.open(PATH)
    await page.clock.setFixedTime(inDays(200))
    await page.goto(
      `${dashboard.url}/app${PATH}/${id}?q=${email}&last_login=${encodeURIComponent('["within_7"]')}`
    )
    const cells = rowOf(page, email).locator("time")
    await cells.first().waitFor()
    for (const said of await cells.allTextContents()) {
      expect(said).toMatch(/^[A-Z][a-z]{2}\s\d+,\s\d{4},\s/)
    }
    await page.context().close()
  })

  it("says in which time zone a review is due, and that it is open to whoever has gone back meanwhile", async () => {
    const page = await dashboard.open("/settings/user-lifecycle", { timezoneId: "Europe/Berlin" })
    await page.getByRole("link", { name: "Access reviews", exact: true }).first().click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route(`**${REVIEWS}`, async (route) => {
      await held
      await route.continue()
    })
    await button(page, "Open a review").click()
    await drawer(page).getByText("Until the end of the day. Time zone: Europe/Berlin.").waitFor()
    await drawer(page).getByLabel("Title").fill("Left alone")
    const sent = page.waitForRequest(`**${REVIEWS}`)
    await submit(page, "Open")
    await sent
    await page.goBack()
    goOn()
    await page.getByText("Left alone is open").waitFor()
    await page.context().close()
  })

  it("keeps with and without a note, and takes another decision as long as it is open, by clicking", async () => {
    const email = "kept@example.com"
    await dashboard.provision(email)
    const id = await open({ title: "Keep" })
    const page = await dashboard.open(`${PATH}/${id}?q=${email}`)
    await button(page, `Keep ${email}`).click()
    await rowOf(page, email).getByText("Keeps access").waitFor()
    await rowOf(page, email).getByText("by root@example.com").first().waitFor()
    expect(await itemOf(id, email)).toMatchObject({ decision: "keep", note: null })

    await page.getByRole("button", { name: `Actions for ${email}` }).click()
    await page.getByRole("menuitem", { name: "Keep, with a note" }).click()
    await drawer(page).getByLabel("Note").fill("runs the exports")
    await submit(page, "Keep")
    await rowOf(page, email).getByText("“runs the exports”").waitFor()
    expect(await itemOf(id, email)).toMatchObject({ decision: "keep", note: "runs the exports" })
    await page.getByText("1 keeps access").waitFor()
    await page.context().close()
  })

  it("removes at once, after a preview and a confirmation that is typed, and the removal stays", async () => {
    const email = "removed@example.com"
    const userId = await dashboard.provision(email)
    const token = await login(dashboard.api, email, PASSWORD)
    const { data } = await dashboard.api.post(
      "/admin/api-keys",
      { title: "ERP export", type: "secret" },
      bearer(token)
    )
    const key = apiKey(data.api_key.token)
    const id = await open({ title: "Remove" })
    const page = await dashboard.open(`${PATH}/${id}?q=${email}`)
    await button(page, `Remove ${email}`).click()
    await drawer(page).getByText("This offboards the person now").waitFor()
    await drawer(page).getByText("One login").waitFor()
    await drawer(page).getByText("Keys: ERP export").waitFor()
    const confirm = drawer(page).getByRole("button", { name: "Remove access now" })
    expect(await confirm.isDisabled()).toBe(true)
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill("removed@example.co")
    expect(await confirm.isDisabled()).toBe(true)
    expect(await statusOf(userId)).toBe("active")

    await drawer(page).getByLabel("Note").fill("changed teams")
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await confirm.click()
    await page.getByText(`${email} has no access any more`).waitFor()
    await rowOf(page, email).getByText("Removed", { exact: true }).waitFor()
    await rowOf(page, email).getByText("“changed teams”").waitFor()
    expect(await statusOf(userId)).toBe("offboarded")
    expect((await dashboard.api.get("/admin/users", key)).status).toBe(401)
    expect(await itemOf(id, email)).toMatchObject({ decision: "remove", note: "changed teams" })
    expect(await button(page, `Remove ${email}`).count()).toBe(0)
    expect(await button(page, `Keep ${email}`).count()).toBe(0)
    await page.context().close()
  })

  it("names a person by the email of now where they are removed: the one on the list can be another's", async () => {
    const [listed, current] = ["maiden@example.com", "married@example.com"]
    const userId = await dashboard.provision(listed)
    const id = await open({ title: "Renamed" })
    await dashboard.api.post(
      `/admin/users/${userId}/change-email`,
      { email: current },
      dashboard.root
    )
    const otherId = await dashboard.provision(listed)

    const page = await dashboard.open(`${PATH}/${id}?q=${listed}`)
    await button(page, `Remove ${listed}`).click()
    await drawer(page)
      .getByRole("heading", { name: `Remove the access of ${current}` })
      .waitFor()
    await drawer(page).getByText(`${listed} has the email ${current} now.`).waitFor()
    await drawer(page).getByLabel(`Type ${current} to confirm`).fill(current)
    await submit(page, "Remove access now")
    await page.getByText(`${current} has no access any more`).waitFor()
    expect([await statusOf(userId), await statusOf(otherId)]).toEqual(["offboarded", "active"])
    await page.context().close()
  })

  it("says why somebody can't be removed, and marks nothing", async () => {
    const email = "restored@example.com"
    const userId = await dashboard.provision(email)
    const id = await open({ title: "Restored" })
    const page = await dashboard.open(`${PATH}/${id}?q=${email}`)
    await button(page, `Remove ${email}`).click()
    await drawer(page).getByText("One login").waitFor()
    // Another reviewer is faster, and somebody wants the person back.
    await decide(id, email, "remove")
    await dashboard.api.post(`/admin/users/${userId}/restore`, {}, dashboard.root)
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await submit(page, "Remove access now")
    await drawer(page).getByRole("alert").getByText("was removed in this access review").waitFor()
    expect(await statusOf(userId)).toBe("active")
    await page.context().close()
  })

  it("offers nobody to remove themself", async () => {
    const id = await open({ title: "Oneself" })
    const page = await dashboard.open(`${PATH}/${id}?q=${ROOT.email}`)
    await button(page, `Keep ${ROOT.email}`).waitFor()
    await button(page, `Remove ${ROOT.email}`).waitFor({ state: "detached" })
    await button(page, `Keep ${ROOT.email}`).focus()
    await page.keyboard.press("r")
    await button(page, `Actions for ${ROOT.email}`).click()
    await page.getByRole("menuitem", { name: "Keep, with a note" }).waitFor()
    expect(await page.getByRole("menuitem", { name: "Remove" }).count()).toBe(0)
    await page.keyboard.press("Escape")
    await page.getByLabel(`Select ${ROOT.email}`).click()
    await page.getByText("Removing leaves you out.").waitFor()
    expect(await page.getByRole("button", { name: /^Remove \(/ }).count()).toBe(0)
    expect(await drawer(page).count()).toBe(0)
    await page.context().close()
  })

  it("removes many at once, after a preview and a number that is typed, and names those that can't be removed", async () => {
    const emails = ["leaver1@example.com", "leaver2@example.com", "leaver3@example.com"]
    const ids: string[] = []
    for (const email of emails) {
      ids.push(await dashboard.provision(email))
    }
    const id = await open({ title: "Leavers" })
    await decide(id, emails[2], "keep")
    const page = await dashboard.open(`${PATH}/${id}?q=leaver`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await button(page, "Remove (3)").click()
    await drawer(page).getByRole("heading", { name: "Remove the access of 3 people" }).waitFor()
    await drawer(page).getByText("This offboards them now").waitFor()
    await drawer(page).getByText("3 logins").waitFor()
    expect(await findSeriousViolations(page)).toEqual([])
    const confirm = drawer(page).getByRole("button", { name: "Remove access now" })
    expect(await confirm.isDisabled()).toBe(true)
    await drawer(page).getByLabel("Note").fill("the project is over")
    // Another reviewer is faster, and somebody wants one of them back.
    await decide(id, emails[1], "remove")
    await dashboard.api.post(`/admin/users/${ids[1]}/restore`, {}, dashboard.root)
    await drawer(page).getByLabel("Type 3 to confirm").fill("3")
    await confirm.click()
    await page.getByText("2 people have no access any more").waitFor()
    await drawer(page).getByRole("alert").getByText("It failed for one person").waitFor()
    await drawer(page).getByRole("alert").getByText(emails[1]).waitFor()
    // Once more would be about the one who is left.
    await drawer(page).getByLabel(`Type ${emails[1]} to confirm`).waitFor()
    expect(await confirm.isDisabled()).toBe(true)
    expect(await Promise.all(ids.map(statusOf))).toEqual(["offboarded", "active", "offboarded"])
    expect(await countsOf(id)).toMatchObject({ keep: 0, remove: 3 })
    expect(await itemOf(id, emails[2])).toMatchObject({ note: "the project is over" })
    await page.context().close()
  })

  it("begins no other removal once somebody has left the page, and says how far it got", async () => {
    const emails = ["meanwhile1@example.com", "meanwhile2@example.com"]
    const ids: string[] = []
    for (const email of emails) {
      ids.push(await dashboard.provision(email))
    }
    await open({ title: "Meanwhile" })
    const page = await dashboard.open(PATH)
    await rowOf(page, "Meanwhile").getByRole("link").first().click()
    await rowOf(page, "ada@example.com").waitFor()
    await page.getByRole("searchbox").fill("meanwhile")
    await rowOf(page, "ada@example.com").waitFor({ state: "detached" })
    await rowOf(page, emails[1]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await button(page, "Remove (2)").click()
    await drawer(page).getByText("2 logins").waitFor()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route(`**${REVIEWS}/*/items`, async (route) => {
      await held
      await route.continue()
    })
    await drawer(page).getByLabel("Type 2 to confirm").fill("2")
    const sent = page.waitForRequest(`**${REVIEWS}/*/items`)
    await submit(page, "Remove access now")
    await sent
    await page.goBack()
    await drawer(page).waitFor({ state: "detached" })
    goOn()
    await page
      .getByText("You left in the middle. Done: 1. Failed: 0. Not begun: 1.")
      .first()
      .waitFor()
    expect(await Promise.all(ids.map(statusOf))).toEqual(["offboarded", "active"])
    await page.context().close()
  })

  it("sends one decision for a second click that comes before the list was read again", async () => {
    const email = "twice@example.com"
    await dashboard.provision(email)
    const id = await open({ title: "Twice" })
    const page = await dashboard.open(`${PATH}/${id}?q=${email}`)
    await button(page, `Keep ${email}`).waitFor()
    let sent = 0
    page.on("request", (request) => {
      sent += request.method() === "POST" && request.url().endsWith("/items") ? 1 : 0
    })
    let release = () => undefined as void
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const reading = page.waitForRequest(/\/items\?/)
    await page.route(/\/items\?/, async (route) => {
      await released
      await route.continue()
    })
    await button(page, `Keep ${email}`).click()
    await reading
    // The decision is made, and the row does not say so yet.
    await button(page, `Keep ${email}`).click()
    await page.keyboard.press("k")
    release()
    await rowOf(page, email).getByText("Keeps access").waitFor()
    await page.waitForLoadState("networkidle")
    expect(sent).toBe(1)
    const entries = await dashboard.sql(
      "SELECT 1 FROM lifecycle_event WHERE type = 'access_review_decided' AND data->>'access_review_id' = $1",
      [id]
    )
    expect(entries).toHaveLength(1)
    await page.context().close()
  })

  it("keeps many at once, also from different pages, and names those that can't be kept", async () => {
    const emails = Array.from(
      { length: 22 },
      (_, n) => `crowd${String(n).padStart(2, "0")}@example.com`
    )
    for (const email of emails) {
      await dashboard.provision(email)
    }
    const id = await open({ title: "Many" })
    const page = await dashboard.open(`${PATH}/${id}?q=crowd`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await button(page, "Next").click()
    await rowOf(page, emails[21]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("toolbar").getByText("22 people chosen").waitFor()
    await button(page, "Keep (22)").click()
    // Another reviewer is faster.
    await decide(id, emails[3], "remove")
    await drawer(page).getByLabel("Note").fill("the whole team")
    await submit(page, "Keep")
    await page.getByText("21 people keep access").waitFor()
    await drawer(page).getByRole("alert").getByText("It failed for one person").waitFor()
    await drawer(page).getByRole("alert").getByText(emails[3]).waitFor()
    expect(await countsOf(id)).toMatchObject({ keep: 21, remove: 1 })
    expect(await itemOf(id, emails[21])).toMatchObject({ note: "the whole team" })
    await page.context().close()
  })

  it("leaves those chosen about whom nothing was decided", async () => {
    const emails = ["calm1", "calm2", "calm3", "calm4"].map((name) => `${name}@example.com`)
    for (const email of emails) {
      await dashboard.provision(email)
    }
    const id = await open({ title: "Calm" })
    const page = await dashboard.open(`${PATH}/${id}?q=calm`)
    await rowOf(page, emails[0]).waitFor()
    await page.getByLabel("Select everything on this page").click()
    await button(page, `Keep ${emails[0]}`).click()
    await page.getByRole("toolbar").getByText("3 people chosen").waitFor()
    await button(page, `Remove ${emails[1]}`).click()
    await drawer(page).getByText("One login").waitFor()
    await drawer(page).getByLabel(`Type ${emails[1]} to confirm`).fill(emails[1])
    await submit(page, "Remove access now")
    await page.getByRole("toolbar").getByText("2 people chosen").waitFor()

    await button(page, "Keep (2)").click()
    // Another reviewer is faster.
    await decide(id, emails[2], "remove")
    await submit(page, "Keep")
    await drawer(page).getByRole("alert").getByText(emails[2]).waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("toolbar").getByText("One person chosen").waitFor()
    await page.context().close()
  })

  it("goes through a long list by keyboard only, and removes somebody on the way", async () => {
    const emails = ["key1@example.com", "key2@example.com", "key3@example.com", "key4@example.com"]
    const ids = []
    for (const email of emails) {
      ids.push(await dashboard.provision(email))
    }
    const id = await open({ title: "Keyboard" })
    const page = await dashboard.open(`${PATH}/${id}?q=key&decision=%5B%22undecided%22%5D`)
    await rowOf(page, emails[0]).waitFor()
    await tabTo(page, button(page, `Keep ${emails[0]}`))
    await page.keyboard.press("ArrowDown")
    expect(await focused(page)).toBe(`Keep ${emails[1]}`)
    await page.keyboard.press("ArrowUp")
    // With the letter: the row goes away, and the next one has the focus.
    await page.keyboard.press("k")
    await rowOf(page, emails[0]).waitFor({ state: "detached" })
    expect(await focused(page)).toBe(`Keep ${emails[1]}`)
    // With the button: the row that has the focus goes away, and the one in its place has it.
    await page.keyboard.press("Enter")
    await rowOf(page, emails[1]).waitFor({ state: "detached" })
    expect(await focused(page)).toBe(`Keep ${emails[2]}`)
    await page.getByText(`${emails[1]} keeps access`).waitFor({ state: "attached" })

    await page.keyboard.press("r")
    await drawer(page).getByText("One login").waitFor()
    await tabTo(page, drawer(page).getByLabel(`Type ${emails[2]} to confirm`))
    // Letters that are typed elsewhere decide about nobody.
    await page.keyboard.type(emails[2])
    await page.keyboard.press("Enter")
    await rowOf(page, emails[2]).waitFor({ state: "detached" })
    expect(await statusOf(ids[2])).toBe("offboarded")
    expect(await Promise.all([ids[0], ids[1], ids[3]].map(statusOf))).toEqual([
      "active",
      "active",
      "active",
    ])
    const decisions = (await itemsOf(id, "&q=key")).map(({ decision }) => decision)
    expect(decisions).toEqual(["keep", "keep", "remove", null])
    await page.context().close()
  })

  it("goes on by key where somebody has looked at what a removal takes away, and decided against it", async () => {
    const emails = ["back1@example.com", "back2@example.com", "back3@example.com"]
    for (const email of emails) {
      await dashboard.provision(email)
    }
    const id = await open({ title: "Back" })
    const page = await dashboard.open(`${PATH}/${id}?q=back`)
    await button(page, `Keep ${emails[0]}`).focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("r")
    await drawer(page).getByText("One login").waitFor()
    await page.keyboard.press("Escape")
    await waitForFocus(button(page, `Keep ${emails[1]}`))
    await page.keyboard.press("ArrowDown")
    expect(await focused(page)).toBe(`Keep ${emails[2]}`)
    await page.context().close()
  })

  it("goes on to the next who is undecided, past those that are not, and never to another button", async () => {
    const emails = ["next1@example.com", "next2@example.com", "next3@example.com"]
    for (const email of emails) {
      await dashboard.provision(email)
    }
    const id = await open({ title: "Next" })
    await decide(id, emails[1], "keep")
    const page = await dashboard.open(`${PATH}/${id}?q=next`)
    await button(page, `Keep ${emails[0]}`).focus()
    await page.keyboard.press("ArrowDown")
    expect(await focused(page)).toBe(`Keep ${emails[2]}`)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await rowOf(page, emails[0]).getByText("Keeps access").waitFor()
    expect(await focused(page)).toBe(`Keep ${emails[2]}`)
    await page.keyboard.press("k")
    await rowOf(page, emails[2]).getByText("Keeps access").waitFor()
    expect(await focused(page)).toBe(`Select ${emails[2]}`)
    await page.keyboard.press("ArrowUp")
    expect(await focused(page)).toBe(`Select ${emails[1]}`)
    expect(await countsOf(id)).toMatchObject({ keep: 3, remove: 0 })
    await page.context().close()
  })

  it("decides about nobody else where a key is held down", async () => {
    const emails = ["held1@example.com", "held2@example.com", "held3@example.com"]
    for (const email of emails) {
      await dashboard.provision(email)
    }
    const id = await open({ title: "Held" })
    const page = await dashboard.open(`${PATH}/${id}?q=held&decision=%5B%22undecided%22%5D`)
    await button(page, `Keep ${emails[0]}`).focus()
    // Without a key that comes up, the ones that follow are repetitions.
    await page.keyboard.down("k")
    await page.keyboard.down("k")
    await page.keyboard.down("k")
    await page.keyboard.up("k")
    await rowOf(page, emails[0]).waitFor({ state: "detached" })
    await page.keyboard.down("Enter")
    await rowOf(page, emails[1]).waitFor({ state: "detached" })
    await page.keyboard.down("Enter")
    await page.keyboard.down("Enter")
    await page.keyboard.up("Enter")
    await page.waitForLoadState("networkidle")
    const decisions = (await itemsOf(id, "&q=held")).map(({ decision }) => decision)
    expect(decisions).toEqual(["keep", "keep", null])
    await page.context().close()
  })

  it("closes only after it was asked, with the undecided named and allowed, and nothing changes any more", async () => {
    const email = "undecided@example.com"
    const userId = await dashboard.provision(email)
    const id = await open({ title: "Second quarter" })
    await decide(id, "ada@example.com", "keep")
    const page = await dashboard.open(`${PATH}/${id}`)
    await button(page, "Close the review").click()
    await drawer(page).getByText(email).waitFor()
    expect(await drawer(page).getByText("ada@example.com").count()).toBe(0)
    const confirm = drawer(page).getByRole("button", { name: "Close the review" })
    expect(await confirm.isDisabled()).toBe(true)
    await drawer(page)
      .getByLabel(/^Close it all the same: they keep their access/)
      .click()
    await drawer(page).getByLabel("Note").fill("signed off")
    await confirm.click()
    await page.getByText("Second quarter is closed").waitFor()
    await page.getByText("It is closed, and nothing of it changes any more.").waitFor()
    const { access_review } = await get(`${REVIEWS}/${id}`)
    expect(access_review).toMatchObject({ status: "closed", closed_by_name: ROOT.email })
    expect(await statusOf(userId)).toBe("active")
    const [entry] = await dashboard.sql<{ reason: string }>(
      "SELECT reason FROM lifecycle_event WHERE type = 'access_review_closed' AND data->>'access_review_id' = $1",
      [id]
    )
    expect(entry.reason).toBe("signed off")

    // Read-only: who closed it and when, and no way to decide.
    await page.getByRole("term").filter({ hasText: "Closed" }).waitFor()
    await page.goto(`${dashboard.url}/app${PATH}/${id}?q=${email}`)
    await rowOf(page, email).getByText("Undecided", { exact: true }).waitFor()
    for (const name of [`Keep ${email}`, `Remove ${email}`, "Close the review"]) {
      expect(await button(page, name).count()).toBe(0)
    }
    expect(await page.getByRole("checkbox").count()).toBe(0)
    await page.getByRole("button", { name: `Actions for ${email}` }).focus()
    await page.keyboard.press("r")
    await page.keyboard.press("k")
    await page.waitForLoadState("networkidle")
    expect(await drawer(page).count()).toBe(0)
    await page.context().close()
  })

  it("closes without more ado where everything is decided, by keyboard only", async () => {
    const id = await open({ title: "All decided" })
    const items = (await itemsOf(id)).map((item) => ({ id: item.id, decision: "keep" }))
    await dashboard.api.post(`${REVIEWS}/${id}/items`, { items }, dashboard.root)
    const page = await dashboard.open(`${PATH}/${id}`)
    await rowOf(page, "ada@example.com").waitFor()
    await tabTo(page, button(page, "Close the review"))
    await page.keyboard.press("Enter")
    await drawer(page).waitFor()
    expect(await drawer(page).getByRole("checkbox").count()).toBe(0)
    await tabTo(page, drawer(page).getByRole("button", { name: "Close the review" }))
    await page.keyboard.press("Enter")
    await page.getByText("All decided is closed").waitFor()
    expect((await get(`${REVIEWS}/${id}`)).access_review.status).toBe("closed")
    await page.context().close()
  })

  it("says so to a reviewer whose page is older than the closing", async () => {
    const id = await open({ title: "Late" })
    const page = await dashboard.open(`${PATH}/${id}?q=ada`)
    await rowOf(page, "ada@example.com").waitFor()
    await close(id)
    await button(page, "Keep ada@example.com").click()
    await page.getByText(/is closed, and what was decided stays/).waitFor()
    await page.getByText("It is closed, and nothing of it changes any more.").waitFor()
    expect(await itemOf(id, "ada@example.com")).toMatchObject({ decision: null })
    await page.context().close()
  })

  it("exports a review as a file, which the ledger knows", async () => {
    const id = await open({ title: "Export" })
    const page = await dashboard.open(`${PATH}/${id}`)
    for (const [format, begins] of [
      ["CSV", "\ufeffreview_id,id,user_id"],
      ["NDJSON", '{"'],
    ] as const) {
      await page.getByRole("button", { name: "Export" }).click()
      const downloading = page.waitForEvent("download")
      await page.getByRole("menuitem", { name: new RegExp(format) }).click()
      const download = await downloading
      expect(download.suggestedFilename()).toMatch(
        new RegExp(`^access-review-${id}-\\d{4}-\\d\\d-\\d\\d\\.${format.toLowerCase()}$`)
      )
      const text = await readFile(String(await download.path()), "utf8")
      expect(text.startsWith(begins)).toBe(true)
      expect(text).toContain("ada@example.com")
    }
    const ledger = await dashboard.sql<{ data: { format: string } }>(
      `SELECT data FROM lifecycle_event
       WHERE type = 'access_review_exported' AND data->>'access_review_id' = $1 ORDER BY sequence`,
      [id]
    )
    expect(ledger.map(({ data }) => data.format)).toEqual(["csv", "ndjson"])
    await page.context().close()
  })

  it("says what could not be loaded and why: an error, a review that there is not, a lack of permission", async () => {
    const page = await dashboard.open("/settings/profile")
    const list = "**/admin/user-lifecycle/access-reviews?**"
    await page.route(list, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown_error", message: "It broke." } })
    )
    await page.goto(`${dashboard.url}/app${PATH}`)
    await page.getByRole("alert").getByText("It broke.").waitFor()
    await page.unroute(list)
    await button(page, "Try again").click()
    await rowOf(page, "First quarter").waitFor()

    await page.goto(`${dashboard.url}/app${PATH}/urev_00000000000000000000000000`)
    await page
      .getByRole("alert")
      .getByText(/There is no such access review/)
      .waitFor()

    const forbidden = { status: 403, json: { type: "forbidden", message: "Forbidden" } }
    await page.route("**/admin/user-lifecycle/access-reviews**", (route) =>
      route.fulfill(forbidden)
    )
    await page.goto(`${dashboard.url}/app${PATH}`)
    await page.getByText("You do not have permission to see this").waitFor()
    await page.context().close()
  })

  it("keeps nobody with a screen reader out, in light and in dark", async () => {
    const id = await open({ title: "Axe", due_at: inDays(-1).toISOString() })
    await decide(id, "ada@example.com", "keep")
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(PATH, { colorScheme })
      await rowOf(page, "Axe").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await button(page, "Open a review").click()
      await drawer(page).getByText("will be on the list").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])

      await page.goto(`${dashboard.url}/app${PATH}/${id}?q=grace`)
      await page.getByLabel("Select grace@example.com").click()
      expect(await findSeriousViolations(page)).toEqual([])
      for (const name of [
        "Remove grace@example.com",
        "Keep (1)",
        "Remove (1)",
        "Close the review",
      ]) {
        await button(page, name).click()
        await drawer(page).waitFor()
        await page.waitForLoadState("networkidle")
        expect(await findSeriousViolations(page)).toEqual([])
        await page.keyboard.press("Escape")
        await drawer(page).waitFor({ state: "detached" })
      }
      await page.context().close()
    }
  })

  it("speaks German where the dashboard does", async () => {
    const page = await dashboard.open(PATH, { language: "de" })
    await page.getByRole("heading", { name: "Zugangsprüfungen" }).waitFor()
    await button(page, "Prüfung beginnen").click()
    await drawer(page).getByText("kommen auf die Liste").waitFor()
    await page.context().close()
  })

  // The last one: they are many, and on every list from then on.
  it("is filtered and ordered by what a reviewer decides by, and all who match can be chosen", async () => {
    const emails = Array.from(
      { length: 21 },
      (_, n) => `sieve${String(n).padStart(2, "0")}@example.com`
    )
    for (const email of emails) {
      await dashboard.provision(email)
    }
    const token = await login(dashboard.api, emails[4], PASSWORD)
    await dashboard.api.post("/admin/api-keys", { title: "key", type: "secret" }, bearer(token))
    const id = await open({ title: "Sieve" })
    const page = await dashboard.open(`${PATH}/${id}?q=sieve`)
    await rowOf(page, emails[0]).waitFor()
    const filter = async (name: string, option: string) => {
      await page.getByRole("search").getByRole("button", { name, exact: true }).click()
      await page.getByRole("menuitemcheckbox", { name: option, exact: true }).click()
      await page.keyboard.press("Escape")
    }
    await filter("API keys", "With API keys")
    await rowOf(page, emails[0]).waitFor({ state: "detached" })
    await rowOf(page, emails[4]).waitFor()
    await filter("API keys: With API keys", "Without")
    await rowOf(page, emails[0]).waitFor()
    await filter("Last login", "Never")
    await rowOf(page, emails[4]).waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Person" }).click()
    await page.waitForURL(/order=-email/)
    await page.locator("tbody tr").first().getByText(emails[20]).waitFor()
    expect(await page.locator("tbody tr").count()).toBe(20)

    await page.goto(`${dashboard.url}/app${PATH}/${id}?q=sieve`)
    await page.getByLabel("Select everything on this page").click()
    await button(page, "Select all 21 that match").click()
    await button(page, "Keep (21)").click()
    await submit(page, "Keep")
    await page.getByText("21 people keep access").waitFor()
    await page.context().close()
  })
})
