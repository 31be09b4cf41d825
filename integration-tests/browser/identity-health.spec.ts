import type { Locator, Page } from "playwright-core"
import { findings as words } from "../../src/admin/i18n/en/findings"
import { findingKinds } from "../../src/domain/findings/finding"
import { findSeriousViolations, tabTo, waitForFocus, watchUnheard } from "./accessibility"
import { login } from "../helpers/http"
import { waitUntil } from "../helpers/wait-until"
import { PASSWORD, useDashboard } from "./use-dashboard"

const HEALTH = "/settings/user-lifecycle/identity-health"
const ROUTE = "**/admin/user-lifecycle/findings"

/** What stands above repairs that can't be undone, of one and of several. */
const UNDONE_BY_NOTHING = [
  words.drawer.removes_one,
  words.drawer.removes_other.replace("{{count}} ", ""),
]

useDashboard("Settings → User lifecycle → Identity health", (dashboard) => {
  const { sql } = { sql: dashboard.sql.bind(dashboard) }

  const repair = (body: object) =>
    dashboard.api.post("/admin/user-lifecycle/findings/repair", body, dashboard.root)
  const idsOf = async (): Promise<string[]> => {
    const { data } = await dashboard.api.get(
      "/admin/user-lifecycle/findings?limit=200",
      dashboard.root
    )
    return data.findings.map(({ id }: { id: string }) => id).sort()
  }

  const insertUser = async (id: string, email: string, days = 0) => {
    await sql(
      `INSERT INTO "user" (id, email, created_at) VALUES ($1, $2, now() - make_interval(days => $3))`,
      [id, email, days]
    )
    await sql("INSERT INTO user_access (id, user_id) VALUES ('uacc_' || $1, $1)", [id])
  }
  const insertLogin = async (id: string, metadata: object, name: string) => {
    await sql(
      `INSERT INTO auth_identity (id, app_metadata, created_at) VALUES ($1, $2, now() - interval '2 days')`,
      [id, metadata]
    )
    await sql(
      `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id) VALUES ('p_' || $1, $2, 'emailpass', $1)`,
      [id, name]
    )
  }
  const insertExpiredInvites = (name: string, count: number) =>
    sql(
      `INSERT INTO invite (id, email, accepted, token, expires_at)
       SELECT 'invite_' || $1 || lpad(n::text, 3, '0'), $1 || lpad(n::text, 3, '0') || '@example.com', false, $1 || n, now() - interval '1 hour'
       FROM generate_series(1, $2::int) n`,
      [name, count]
    )
  const countInvites = async (name: string) =>
    (await sql("SELECT 1 FROM invite WHERE email LIKE $1 || '%' AND deleted_at IS NULL", [name]))
      .length

  /** What each of the tests leaves, and what the first admin, whom no workflow made, begins with. */
  const cleanUp = async () => {
    // As if the plugin had been there for long: it says nothing of when somebody was seen before.
    await sql(
      `INSERT INTO lifecycle_event (id, sequence, type, actor_type, created_at)
       VALUES ('levt_first', 0, 'people_exported', 'system', now() - interval '200 days') ON CONFLICT DO NOTHING`
    )
    await sql("DELETE FROM auth_identity WHERE id LIKE 'authid\\_seed%'")
    await sql("DELETE FROM auth_identity WHERE app_metadata->>'user_id' LIKE 'user\\_seed%'")
    await sql(`DELETE FROM "user" WHERE id LIKE 'user\\_seed%'`)
    await sql("DELETE FROM user_access WHERE user_id LIKE 'user\\_seed%'")
    await repair({ kinds: findingKinds })
    expect(await idsOf()).toEqual([])
  }
  beforeEach(cleanUp)

  const rowOf = (page: Page, part: string): Locator => page.locator(`tr[data-row*="${part}"]`)
  const drawer = (page: Page) => page.getByRole("dialog")
  const choose = async (page: Page, part: string, action: string): Promise<void> => {
    const item = page.getByRole("menuitem", { name: action, exact: true })
    await waitUntil("the menu stayed open", async () => {
      // A drawer that has just closed gives the focus back, and a menu that is open by then closes.
      if (!(await item.isVisible())) {
        await rowOf(page, part).getByRole("button", { name: "Actions for" }).click()
      }
      return await item.click({ timeout: 3_000 }).then(
        () => true,
        () => false
      )
    })
  }

  it("says that all is well, where it is", async () => {
    const page = await dashboard.open("/settings/user-lifecycle")
    await page.getByRole("link", { name: "Identity health", exact: true }).click()
    await page.getByText("All is well").waitFor()
    await page.getByText(/As of \d+:\d\d:\d\d/).waitFor()
    expect(await page.getByRole("table").count()).toBe(0)
    expect(await page.getByRole("button", { name: "Repair" }).count()).toBe(0)

    await insertUser("user_seed_bare", "bare@example.com")
    await page.getByRole("button", { name: "Look again" }).click()
    await rowOf(page, "bare@example.com").getByText("No login", { exact: true }).waitFor()
    expect(await page.getByText("All is well").count()).toBe(0)
    await page.context().close()
  })

  it("leaves the focus on the button that looks again", async () => {
    const page = await dashboard.open(HEALTH)
    await page.getByText("All is well").waitFor()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route(`${ROUTE}?*`, async (route) => {
      await held
      await route.continue()
    })
    const again = page.getByRole("button", { name: "Look again" })
    await tabTo(page, again)
    await page.keyboard.press("Enter")
    await page.locator("[aria-busy=true]").and(again).waitFor()
    goOn()
    await page.locator("[aria-busy=false]").and(again).waitFor()
    await waitForFocus(again)
    await page.context().close()
  })

  it("says what is wrong and what a repair does, and filters by severity and kind in the address", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    await insertLogin("authid_seed_gone", { user_id: "user_seed_nobody" }, "gone@example.com")
    await insertExpiredInvites("late", 2)
    const page = await dashboard.open(HEALTH)

    const bare = rowOf(page, "bare@example.com")
    await bare
      .getByText("bare@example.com (user_seed_bare) has no login, and can't log in.")
      .waitFor()
    await bare.getByText("Medium").waitFor()
    await bare.getByText("Gives them a password login").waitFor()
    expect(await bare.getByText("Can't be undone").count()).toBe(0)
    const gone = rowOf(page, "gone@example.com")
    await gone.getByText("Login of a user who does not exist").waitFor()
    await gone.getByText("Can't be undone").waitFor()
    expect(await gone.getByRole("link").count()).toBe(0)
    await page.locator("tbody tr").first().getByText("High").waitFor()

    await page.getByRole("button", { name: "2 Low" }).click()
    await gone.waitFor({ state: "detached" })
    expect(new URL(page.url()).searchParams.get("severity")).toBe('["low"]')
    expect(await page.locator("tbody tr").count()).toBe(2)
    await page.getByRole("button", { name: "2 Low" }).click()
    await gone.waitFor()

    await page.getByRole("button", { name: "Kind", exact: true }).click()
    await page.getByRole("menuitemcheckbox", { name: "No login (1)" }).click()
    await page.keyboard.press("Escape")
    await gone.waitFor({ state: "detached" })
    expect(new URL(page.url()).searchParams.get("kind")).toBe('["user_without_login"]')
    await page.goto(`${dashboard.url}/app${HEALTH}?severity=${encodeURIComponent('["high"]')}`)
    await gone.waitFor()
    expect(await bare.count()).toBe(0)

    await page.goto(`${dashboard.url}/app${HEALTH}`)
    await bare.getByRole("link", { name: "bare@example.com" }).click()
    await page.waitForURL(`${dashboard.url}/app/settings/users/user_seed_bare`)
    await page.context().close()
  })

  it("shows first what a repair would do, has the number typed of what it removes, and says what became of each", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    await insertLogin("authid_seed_gone", { user_id: "user_seed_nobody" }, "gone@example.com")
    await insertLogin("authid_seed_nobody", {}, "nobody@example.com")
    await insertUser("user_seed_left", "left@example.com", 91)
    await insertLogin("authid_seed_left", { user_id: "user_seed_left" }, "left@example.com")
    const before = await idsOf()
    const page = await dashboard.open(HEALTH)
    await rowOf(page, "bare@example.com").waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("toolbar").getByText("4 findings chosen").waitFor()
    // About the one who was not seen lately, somebody has to decide.
    await page.getByRole("button", { name: "Repair (3)" }).click()

    const removes = drawer(page).getByRole("region", {
      name: "2 repairs that can't be undone",
    })
    await removes.getByText("Login of nobody (1)").waitFor()
    await removes.getByText("Removes the login, and its password with it.").waitFor()
    await removes
      .getByText("The login gone@example.com (emailpass) belongs to user user_seed_nobody")
      .waitFor()
    await drawer(page)
      .getByRole("region", { name: "One repair that removes nothing" })
      .getByText("bare@example.com (user_seed_bare) has no login, and can't log in.", {
        exact: true,
      })
      .waitFor()
    await drawer(page)
      .getByRole("region", { name: "One finding about which somebody has to decide" })
      .getByText("left@example.com (user_seed_left) has not been seen")
      .waitFor()
    expect(await idsOf()).toEqual(before)

    const submit = drawer(page).getByRole("button", { name: "Repair 3 findings" })
    expect(await submit.isDisabled()).toBe(true)
    const confirmation = drawer(page).getByLabel("Type 2 to confirm what can't be undone")
    await confirmation.fill("3")
    expect(await submit.isDisabled()).toBe(true)
    await drawer(page).getByText("That is not the same, letter by letter.").waitFor()
    await confirmation.fill("2")
    await drawer(page).getByText("That is not the same").waitFor({ state: "detached" })
    await submit.click()
    await drawer(page).getByText("3 findings are repaired").waitFor()
    await drawer(page).getByRole("button", { name: "Done" }).click()

    await rowOf(page, "bare@example.com").waitFor({ state: "detached" })
    await page.getByRole("toolbar").getByText("One finding chosen").waitFor()
    expect(await idsOf()).toEqual(["never_logged_in:user_seed_left"])
    expect(
      await sql(
        "SELECT 1 FROM auth_identity WHERE id IN ('authid_seed_gone', 'authid_seed_nobody')"
      )
    ).toEqual([])
    expect(
      await sql("SELECT 1 FROM auth_identity WHERE app_metadata->>'user_id' = 'user_seed_bare'")
    ).toHaveLength(1)
    const ledger = await sql<{ data: { finding_id: string } }>(
      `SELECT data FROM lifecycle_event WHERE type = 'finding_repaired' AND actor_type = 'user'
       ORDER BY sequence DESC LIMIT 3`
    )
    expect(ledger.map(({ data }) => data.finding_id).sort()).toEqual(
      before.filter((id) => id !== "never_logged_in:user_seed_left")
    )
    await page.context().close()
  })

  it("repairs everything that removes nothing, and leaves the rest; then a single one, after which all is well", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    await insertUser("user_seed_other", "other@example.com")
    await insertLogin("authid_seed_other", { user_id: "user_seed_other" }, "former@example.com")
    await insertLogin("authid_seed_nobody", {}, "nobody@example.com")
    const page = await dashboard.open(HEALTH)
    await page.getByRole("button", { name: "Repair what removes nothing" }).click()
    await drawer(page).getByText("2 repairs that remove nothing").waitFor()
    for (const undone of UNDONE_BY_NOTHING) {
      expect(await drawer(page).getByText(undone).count()).toBe(0)
    }
    await drawer(page).getByRole("button", { name: "Repair 2 findings" }).click()
    await drawer(page).getByText("2 findings are repaired").waitFor()
    await drawer(page).getByRole("button", { name: "Done" }).click()
    expect(await idsOf()).toEqual(["identity_of_nobody:authid_seed_nobody"])
    await page
      .getByRole("button", { name: "Repair what removes nothing" })
      .waitFor({ state: "detached" })

    await choose(page, "nobody@example.com", "Repair")
    await drawer(page).getByText(words.drawer.removes_one).waitFor()
    await drawer(page)
      .getByLabel("Type nobody@example.com to confirm what can't be undone")
      .fill("nobody@example.com")
    await drawer(page).getByRole("button", { name: "Repair one finding" }).click()
    await drawer(page).getByRole("button", { name: "Done" }).click()
    await page.getByText("All is well").waitFor()
    expect(await idsOf()).toEqual([])
    await page.context().close()
  })

  it("says why one could not be repaired, and keeps it chosen", async () => {
    // Whose login should be called by this email belongs to the user whose login nobody can choose.
    await insertUser("user_seed_left_two", "two@example.com")
    await insertLogin("authid_seed_left_a", { user_id: "user_seed_left_two" }, "first@example.com")
    await insertLogin("authid_seed_left_b", { user_id: "user_seed_left_two" }, "second@example.com")
    await insertUser("user_seed_left_bare", "first@example.com")
    const page = await dashboard.open(HEALTH)
    await rowOf(page, "user_seed_left_bare").waitFor()
    const unheard = await watchUnheard(page)
    await page.getByLabel("Select first@example.com (user_seed_left_bare)").click()
    await page.getByRole("button", { name: "Repair (1)" }).click()
    await drawer(page).getByRole("button", { name: "Repair one finding" }).click()
    await drawer(page).getByRole("alert").getByText("One could not be repaired").waitFor()
    expect(await unheard()).toEqual([])
    await drawer(page).getByText("first@example.com").waitFor()
    await drawer(page).getByRole("button", { name: "Done" }).click()
    await page.getByRole("toolbar").getByText("One finding chosen").waitFor()
    await rowOf(page, "two@example.com (user_seed_left_two)")
      .getByText("Somebody has to decide")
      .waitFor()
    await page.context().close()
  })

  it("keeps findings chosen across pages, and shows the last page that there is afterwards", async () => {
    await insertExpiredInvites("page", 21)
    const page = await dashboard.open(HEALTH)
    await rowOf(page, "page001@example.com").waitFor()
    await page.getByLabel("Select The invite of page001@example.com").click()
    await page.getByRole("button", { name: "Next" }).click()
    await page.getByLabel("Select The invite of page021@example.com").click()
    await page.getByRole("toolbar").getByText("2 findings chosen").waitFor()
    await page.getByRole("button", { name: "Repair (2)" }).click()
    await drawer(page).getByLabel("Type 2 to confirm what can't be undone").fill("2")
    await drawer(page).getByRole("button", { name: "Repair 2 findings" }).click()
    await drawer(page).getByRole("button", { name: "Done" }).click()
    await page.getByText("19 of 19 results").waitFor()
    await rowOf(page, "page002@example.com").waitFor()
    expect(page.url()).not.toContain("offset")
    expect(await page.getByRole("toolbar").count()).toBe(0)
    await page.context().close()
  })

  it("repairs many in several requests, and says of what it is not known, and what was not tried, where an answer is lost", async () => {
    await insertExpiredInvites("many", 120)
    const page = await dashboard.open(`${HEALTH}?kind=${encodeURIComponent('["invite_expired"]')}`)
    let requests = 0
    await page.route(`${ROUTE}/repair`, async (route) => {
      if ((route.request().postDataJSON() as { dry_run?: boolean }).dry_run) {
        return await route.continue()
      }
      requests++
      if (requests === 2) {
        // As a proxy in between has it, which waits no longer: the backend has done it all the same.
        await route.fetch()
        return await route.fulfill({ status: 504, body: "Gateway Timeout" })
      }
      return await route.continue()
    })
    await page.getByRole("button", { name: "Repair all 120" }).click()
    await drawer(page).getByText("Expired invite (120)").waitFor()
    // Whoever types how many are removed can see each of them.
    const named = drawer(page).getByText(/many\d+@example\.com/)
    expect(await named.count()).toBe(5)
    await drawer(page).getByRole("button", { name: "Show all 120" }).click()
    await drawer(page).getByRole("list", { name: "All 120" }).waitFor()
    expect(await named.count()).toBe(120)
    expect(await findSeriousViolations(page)).toEqual([])
    await drawer(page).getByRole("button", { name: "Show fewer" }).click()
    expect(await named.count()).toBe(5)
    await drawer(page).getByLabel("Type 120 to confirm what can't be undone").fill("120")
    await drawer(page).getByRole("button", { name: "Repair 120 findings" }).click()
    await drawer(page).getByText("50 findings are repaired").waitFor()
    await drawer(page).getByText("For 50, it is not known whether it was done.").waitFor()
    await drawer(page).getByText("The backend has not answered in time.").waitFor()
    await drawer(page).getByText("20 were not tried any more").waitFor()
    expect([requests, await countInvites("many")]).toEqual([2, 20])
    await page.context().close()
  })

  it("asks before it removes a login that is in the way, whatever the kind, and leaves alone what has come to", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    await insertUser("user_seed_other", "other@example.com")
    // Registered a moment ago: on its own, nothing is found about it.
    const register = async (id: string, email: string) => {
      await insertLogin(id, {}, email)
      await sql("UPDATE auth_identity SET created_at = now() WHERE id = $1", [id])
    }
    await register("authid_seed_leftover", "bare@example.com")
    const page = await dashboard.open(HEALTH)
    await rowOf(page, "bare@example.com").getByText("Can't be undone").waitFor()
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: /^Repair \(/ }).click()
    const removes = drawer(page).getByRole("region", { name: "One repair that can't be undone" })
    await removes.getByText("No login (1)").waitFor()
    await removes.getByText("Removes the login that is in the way, and its password").waitFor()
    const keeps = drawer(page).getByRole("region", { name: "One repair that removes nothing" })
    await keeps.getByText("other@example.com (user_seed_other) has no login").waitFor()
    const submit = drawer(page).getByRole("button", { name: "Repair 2 findings" })
    expect(await submit.isDisabled()).toBe(true)
    await drawer(page)
      .getByLabel("Type bare@example.com to confirm what can't be undone")
      .fill("bare@example.com")

    await register("authid_seed_late", "other@example.com")
    await submit.click()
    await drawer(page).getByText("One finding is repaired").waitFor()
    await drawer(page).getByText("One could not be repaired").waitFor()
    await drawer(page).getByText("Look at the findings again.").waitFor()
    const left = await sql("SELECT id FROM auth_identity WHERE app_metadata = '{}'")
    expect(left).toEqual([{ id: "authid_seed_late" }])
    await page.context().close()
  })

  it("repairs last what is wrong with whoever asks, and says so before", async () => {
    const email = "self@example.com"
    const id = await dashboard.provision(email)
    await insertExpiredInvites("own", 30)
    const page = await dashboard.open(HEALTH, { as: email })
    await sql(
      "UPDATE provider_identity SET entity_id = 'formerly@example.com' WHERE entity_id = $1",
      [email]
    )
    await page.reload()
    await rowOf(page, email).waitFor()
    const requests: string[][] = []
    await page.route(`${ROUTE}/repair`, async (route) => {
      const { dry_run, ids } = route.request().postDataJSON() as {
        dry_run?: boolean
        ids: string[]
      }
      if (!dry_run) {
        requests.push(ids)
      }
      await route.continue()
    })
    await page.getByLabel("Select everything on this page").click()
    await page.getByRole("button", { name: /^Repair \(20\)/ }).click()
    await drawer(page).getByText("What ends your own session is repaired last.").waitFor()
    await drawer(page).getByLabel("Type 19 to confirm what can't be undone").fill("19")
    await drawer(page).getByRole("button", { name: "Repair 20 findings" }).click()

    // Their session is over with the last of them.
    await page.waitForURL("**/login**")
    expect(requests.map((ids) => ids.length)).toEqual([19, 1])
    expect(requests[1]).toEqual([`login_email_mismatch:${id}`])
    expect(await countInvites("own")).toBe(11)
    expect(await login(dashboard.api, email, PASSWORD)).toEqual(expect.any(String))
    await page.context().close()
  })

  it("says how far it is, and stops where it is asked to", async () => {
    await insertExpiredInvites("stop", 120)
    const page = await dashboard.open(`${HEALTH}?kind=${encodeURIComponent('["invite_expired"]')}`)
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let requests = 0
    await page.route(`${ROUTE}/repair`, async (route) => {
      const { dry_run } = route.request().postDataJSON() as { dry_run?: boolean }
      requests += dry_run ? 0 : 1
      if (requests === 2) {
        await held
      }
      await route.continue()
    })
    await page.getByRole("button", { name: "Repair all 120" }).click()
    await drawer(page).getByLabel("Type 120 to confirm what can't be undone").fill("120")
    await drawer(page).getByRole("button", { name: "Repair 120 findings" }).click()
    await drawer(page).getByRole("progressbar", { name: "Repairing: 50 of 120" }).waitFor()
    await page.keyboard.press("Escape")
    await drawer(page).getByText("Stops after what has begun").waitFor()
    goOn()
    await drawer(page).getByText("100 findings are repaired").waitFor()
    await drawer(page).getByText("20 were not tried any more").waitFor()
    expect(await countInvites("stop")).toBe(20)
    await page.context().close()
  })

  it("begins nothing more, and says how far it got, where somebody leaves the page in the middle", async () => {
    await insertExpiredInvites("away", 120)
    const page = await dashboard.open("/settings/user-lifecycle")
    await page.getByRole("link", { name: "120 Low" }).click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let requests = 0
    await page.route(`${ROUTE}/repair`, async (route) => {
      const { dry_run } = route.request().postDataJSON() as { dry_run?: boolean }
      if (!dry_run) {
        requests += 1
        await held
      }
      await route.continue()
    })
    await page.getByRole("button", { name: "Repair all 120" }).click()
    await drawer(page).getByLabel("Type 120 to confirm what can't be undone").fill("120")
    await drawer(page).getByRole("button", { name: "Repair 120 findings" }).click()
    await drawer(page).getByRole("progressbar", { name: "Repairing: 0 of 120" }).waitFor()
    await page.goBack()
    await drawer(page).waitFor({ state: "detached" })
    goOn()
    await page
      .getByText("You left in the middle. Done: 50. Not repaired: 0. Not tried: 70.")
      .waitFor()
    expect([requests, await countInvites("away")]).toEqual([1, 70])
    await page.context().close()
  })

  it("repairs by keyboard only", async () => {
    await insertLogin("authid_seed_nobody", {}, "nobody@example.com")
    const page = await dashboard.open(HEALTH)
    await rowOf(page, "nobody@example.com").waitFor()
    await tabTo(page, page.getByRole("button", { name: "1 Low" }))
    await page.keyboard.press("Space")
    await page.waitForURL(/severity=/)
    await tabTo(page, page.getByLabel("Select The login nobody@example.com"))
    await page.keyboard.press("Space")
    await tabTo(page, page.getByRole("button", { name: "Repair (1)" }))
    await page.keyboard.press("Enter")
    await drawer(page).getByText("One repair that can't be undone").waitFor()
    await tabTo(
      page,
      drawer(page).getByLabel("Type nobody@example.com to confirm what can't be undone")
    )
    await page.keyboard.type("nobody@example.com")
    await page.keyboard.press("Enter")
    await drawer(page).getByText("One finding is repaired").waitFor()
    await tabTo(page, drawer(page).getByRole("button", { name: "Done" }))
    await page.keyboard.press("Enter")
    await page.getByText("All is well").waitFor()
    expect(await idsOf()).toEqual([])
    await page.context().close()
  })

  it("leads to all about a person, and to what happened to them", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    const page = await dashboard.open(HEALTH)
    await choose(page, "bare@example.com", "Details of the person")
    await drawer(page).getByRole("heading", { name: "bare@example.com" }).waitFor()
    await page.locator("[role=dialog]:focus-within").waitFor()
    await page.getByRole("menu").waitFor({ state: "detached" })
    await page.keyboard.press("Escape")
    await drawer(page).waitFor({ state: "detached" })
    await choose(page, "bare@example.com", "What happened to them")
    await page.waitForURL(/user-lifecycle\/activity\?user_id=/)
    await page.context().close()
  })

  it("says what went wrong, and tries again; and who may not see it, or not repair", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    const page = await dashboard.open("/settings/user-lifecycle")
    const failure = { status: 500, json: { type: "unknown", message: "Out of order" } }
    const refusal = { status: 403, json: { type: "forbidden", message: "Forbidden" } }
    await page.route(`${ROUTE}?*`, (route) => route.fulfill(failure))
    await page.getByRole("link", { name: "Identity health", exact: true }).click()
    await page.getByRole("alert").getByText("Out of order").waitFor()
    expect(await findSeriousViolations(page)).toEqual([])
    await page.unroute(`${ROUTE}?*`)
    await page.getByRole("button", { name: "Try again" }).click()
    await rowOf(page, "bare@example.com").waitFor()

    // A role has nothing to do with it.
    const code = "user_lifecycle.foreign_page"
    await page.route(`${ROUTE}/repair`, (route) =>
      route.fulfill({ ...refusal, json: { ...refusal.json, code } })
    )
    await choose(page, "bare@example.com", "Repair")
    await drawer(page).getByText("Add it to http.adminCors").waitFor()
    expect(await drawer(page).getByText("admin who manages roles").count()).toBe(0)
    await page.keyboard.press("Escape")
    await drawer(page).waitFor({ state: "detached" })
    await page.unroute(`${ROUTE}/repair`)

    await page.route(`${ROUTE}/repair`, (route) => route.fulfill(refusal))
    await choose(page, "bare@example.com", "Repair")
    await drawer(page).getByText("You do not have permission to do this").waitFor()
    expect(
      await drawer(page).getByRole("button", { name: "Repair", exact: true }).isDisabled()
    ).toBe(true)
    await page.keyboard.press("Escape")

    await page.route(`${ROUTE}?*`, (route) => route.fulfill(refusal))
    await page.reload()
    await page.getByText("You do not have permission to see this").waitFor()
    await page.context().close()
  })

  it("has nothing that keeps people with a screen reader out, in light and in dark", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    await insertLogin("authid_seed_gone", { user_id: "user_seed_nobody" }, "gone@example.com")
    await insertLogin("authid_seed_nobody", {}, "nobody@example.com")
    await insertUser("user_seed_left", "left@example.com", 91)
    await insertLogin("authid_seed_left", { user_id: "user_seed_left" }, "left@example.com")
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(HEALTH, { colorScheme })
      await rowOf(page, "bare@example.com").waitFor()
      await page.getByLabel("Select everything on this page").click()
      await page.getByRole("button", { name: "2 Low" }).click()
      await rowOf(page, "gone@example.com").waitFor({ state: "detached" })
      expect(await findSeriousViolations(page)).toEqual([])
      await page.getByRole("button", { name: "2 Low" }).click()
      await rowOf(page, "gone@example.com").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.getByRole("button", { name: "Repair (3)" }).click()
      await drawer(page).getByText("2 repairs that can't be undone").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
    await cleanUp()
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(HEALTH, { colorScheme })
      await page.getByText("All is well").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
  })

  it("speaks German where the dashboard does", async () => {
    await insertUser("user_seed_bare", "bare@example.com")
    const page = await dashboard.open(HEALTH, { language: "de" })
    await rowOf(page, "bare@example.com").getByText("Keine Anmeldung", { exact: true }).waitFor()
    await page.context().close()
  })
})
