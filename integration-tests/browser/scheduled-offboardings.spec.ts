import type { Locator, Page } from "playwright-core"
import { chooseByLetters, findSeriousViolations, tabTo } from "./accessibility"
import { useDashboard } from "./use-dashboard"

const PATH = "/settings/user-lifecycle/scheduled-offboardings"
const ROUTE = "**/admin/user-lifecycle/scheduled-offboardings?**"

const DAY_MS = 24 * 60 * 60 * 1_000

useDashboard("Settings → User lifecycle → Scheduled offboardings", (dashboard) => {
  const rowOf = (page: Page, email: string): Locator => page.locator(`tr[data-row="${email}"]`)
  const drawer = (page: Page) => page.getByRole("dialog")

  const choose = async (page: Page, email: string, action: string): Promise<void> => {
    await page.getByRole("button", { name: `Actions for the offboarding of ${email}` }).click()
    await page.getByRole("menuitem", { name: action, exact: true }).click()
  }

  /** Somebody whose access is to end; returns their id. */
  const schedule = async (email: string, body: object = {}): Promise<string> => {
    const id = await dashboard.provision(email)
    const at = new Date(Date.now() + 14 * DAY_MS).toISOString()
    const { status } = await dashboard.api.post(
      `/admin/users/${id}/offboard`,
      { at, reason: "Contract ends", ...body },
      dashboard.root
    )
    expect(status).toBe(200)
    return id
  }
  /** What the backend says became of it, and whether the person has access. */
  const stateOf = async (id: string) => {
    const { data } = await dashboard.api.get(
      `/admin/user-lifecycle/scheduled-offboardings?user_id=${id}`,
      dashboard.root
    )
    const { access } = (await dashboard.api.get(`/admin/users/${id}/access`, dashboard.root)).data
    return [data.scheduled_offboardings[0].status, access.status, access.offboarding_at !== null]
  }

  it("says so where none is scheduled", async () => {
    const page = await dashboard.open(PATH)
    await page.getByText("None is scheduled").waitFor()
    await page.context().close()
  })

  it("leads to the person, also where the offboarding is done", async () => {
    const email = "led@example.com"
    const id = await schedule(email)
    await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
    const [status] = await stateOf(id)
    const page = await dashboard.open(`${PATH}?status=${encodeURIComponent(`["${status}"]`)}`)
    await page.getByRole("link", { name: email }).click()
    await drawer(page).getByRole("heading", { name: email }).waitFor()
    await drawer(page).getByText("Offboarded", { exact: true }).waitFor()
    await page.goBack()
    await rowOf(page, email).waitFor()
    await page.context().close()
  })

  it("cancels one by clicking, after it was asked, and the person stays", async () => {
    const email = "stays@example.com"
    const id = await schedule(email)
    const page = await dashboard.open(PATH)
    await rowOf(page, email).getByText("Contract ends").waitFor()
    expect(await stateOf(id)).toEqual(["pending", "active", true])

    await choose(page, email, "Cancel the offboarding")
    await drawer(page).getByLabel("Reason").fill("The contract goes on")
    // Nothing has happened until it is said.
    expect(await stateOf(id)).toEqual(["pending", "active", true])
    // "Cancel" beside it would be either.
    expect(
      await drawer(page)
        .getByRole("button", { name: /^Cancel/ })
        .count()
    ).toBe(1)
    await drawer(page).getByRole("button", { name: "Cancel the offboarding" }).click()
    await page.getByText(`${email} stays`).waitFor()
    await rowOf(page, email).waitFor({ state: "detached" })
    expect(await stateOf(id)).toEqual(["cancelled", "active", false])
    const [entry] = await dashboard.sql<{ reason: string }>(
      "SELECT reason FROM lifecycle_event WHERE user_id = $1 AND type = 'user_offboarding_cancelled'",
      [id]
    )
    expect(entry.reason).toBe("The contract goes on")

    await page.getByRole("button", { name: "Status: Waiting", exact: true }).click()
    await page.getByRole("menuitemcheckbox", { name: "Cancelled" }).click()
    await rowOf(page, email).getByText("Cancelled").waitFor()
    // There is nothing left to do about it.
    expect(await page.getByRole("button", { name: `Actions for the offboarding of` }).count()).toBe(
      0
    )
    await page.context().close()
  })

  it("moves one by clicking, which keeps its reason and its choice about API keys, and says whose are kept", async () => {
    const email = "later@example.com"
    const id = await schedule(email, { revoke_api_keys: false })
    await schedule("loses-keys@example.com")
    const page = await dashboard.open(PATH)
    await rowOf(page, email).getByText("API keys are kept").waitFor()
    expect(await rowOf(page, "loses-keys@example.com").getByText("API keys are kept").count()).toBe(
      0
    )

    await choose(page, email, "Change the date")
    await drawer(page).getByLabel("On a date").fill("2099-03-01T08:00")
    await drawer(page).getByRole("button", { name: "Change the date", exact: true }).click()
    await page.getByText(`The scheduled offboarding of ${email} is changed`).waitFor()
    await rowOf(page, email).getByText("Mar 1, 2099").waitFor()
    await rowOf(page, email).getByText("API keys are kept").waitFor()
    await rowOf(page, email).getByText("Contract ends").waitFor()
    const { data } = await dashboard.api.get(
      `/admin/user-lifecycle/scheduled-offboardings?user_id=${id}`,
      dashboard.root
    )
    expect(data.scheduled_offboardings).toEqual([
      expect.objectContaining({
        offboard_at: expect.stringMatching(/^2099-0[23]-/),
        reason: "Contract ends",
        revoke_api_keys: false,
      }),
    ])
    await page.context().close()
  })

  it("says that it shows those that wait, and shows all where somebody wants to see them", async () => {
    const [waiting, cancelled] = ["waits@example.com", "called-off@example.com"]
    await schedule(waiting)
    const id = await schedule(cancelled)
    await dashboard.api.post(`/admin/users/${id}/cancel-offboarding`, {}, dashboard.root)
    const page = await dashboard.open(PATH)
    await rowOf(page, waiting).getByText("Waiting").waitFor()
    expect(await rowOf(page, cancelled).count()).toBe(0)

    await page.getByRole("button", { name: "Status: Waiting", exact: true }).click()
    const option = (name: string) => page.getByRole("menuitemcheckbox", { name, exact: true })
    expect(await option("Waiting").isChecked()).toBe(true)
    await option("All").click()
    await rowOf(page, cancelled).getByText("Cancelled").waitFor()
    await rowOf(page, waiting).waitFor()
    await page.getByRole("button", { name: "Status: All", exact: true }).click()
    await page.getByRole("menuitem", { name: "Clear" }).click()
    await rowOf(page, cancelled).waitFor({ state: "detached" })
    await rowOf(page, waiting).waitFor()
    await page.context().close()
  })

  it("cancels one by keyboard only", async () => {
    const email = "keyboard@example.com"
    const id = await schedule(email)
    const page = await dashboard.open(PATH)
    await rowOf(page, email).waitFor()
    await tabTo(page, page.getByRole("button", { name: `Actions for the offboarding of ${email}` }))
    await page.keyboard.press("Enter")
    await page.getByRole("menuitem", { name: "Cancel the offboarding" }).waitFor()
    await chooseByLetters(page, "Canc")
    await drawer(page).waitFor()
    await tabTo(page, drawer(page).getByRole("button", { name: "Cancel the offboarding" }))
    await page.keyboard.press("Enter")
    await page.getByText(`${email} stays`).waitFor()
    expect(await stateOf(id)).toEqual(["cancelled", "active", false])
    await page.context().close()
  })

  it("offboards at once, with a preview and a confirmation that is typed", async () => {
    const email = "now@example.com"
    const id = await schedule(email)
    const page = await dashboard.open(PATH)
    await choose(page, email, "Offboard")
    await drawer(page).getByText("One login").waitFor()
    const button = drawer(page).getByRole("button", { name: "Offboard", exact: true })
    expect(await button.isDisabled()).toBe(true)
    await drawer(page).getByLabel(`Type ${email} to confirm`).fill(email)
    await button.click()
    await page.getByText(`${email} is offboarded`).waitFor()
    await rowOf(page, email).waitFor({ state: "detached" })
    const [status, access] = await stateOf(id)
    expect(access).toBe("offboarded")
    expect(status).not.toBe("pending")
    await page.context().close()
  })

  it("says why the list could not be loaded, and loads it again", async () => {
    await schedule("again@example.com")
    const page = await dashboard.open("/settings/profile")
    await page.route(ROUTE, (route) =>
      route.fulfill({ status: 500, json: { type: "unknown_error", message: "It broke." } })
    )
    await page.goto(`${dashboard.url}/app${PATH}`)
    await page.getByRole("alert").getByText("It broke.").waitFor()
    await page.unroute(ROUTE)
    await page.getByRole("button", { name: "Try again" }).click()
    await rowOf(page, "again@example.com").waitFor()
    await page.context().close()
  })

  it("says so to whoever may not see them", async () => {
    const page = await dashboard.open("/settings/profile")
    await page.route(ROUTE, (route) =>
      route.fulfill({ status: 403, json: { type: "forbidden", message: "Forbidden" } })
    )
    await page.goto(`${dashboard.url}/app${PATH}`)
    await page.getByText("You do not have permission to see this").waitFor()
    await page.context().close()
  })

  it("keeps nobody with a screen reader out, in light and in dark", async () => {
    const email = "axe@example.com"
    await schedule(email)
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(PATH, { colorScheme })
      await rowOf(page, email).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await choose(page, email, "Cancel the offboarding")
      await drawer(page).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
  })
})
