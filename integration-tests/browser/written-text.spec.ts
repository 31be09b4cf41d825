import type { Locator, Page } from "playwright-core"
import { PAGES } from "../../src/admin/components/pages"
import { de } from "../../src/admin/i18n/de/all"
import { en } from "../../src/admin/i18n/en/all"
import { importPage } from "../../src/admin/lib/paths"
import { bearer, login } from "../helpers/http"
import { uploadPeople } from "../helpers/people-file"
import { waitForAnimations } from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

const HOME = "/settings/user-lifecycle"

/** The characters of an element in the order in which they stand on the screen, from left to right. */
const onScreen = async (element: Locator): Promise<string> => {
  await element.evaluate((found: { id: string }) => (found.id = "looked-at"))
  return await element.page().evaluate(`(() => {
    const walker = document.createTreeWalker(
      document.getElementById("looked-at"),
      NodeFilter.SHOW_TEXT
    )
    const characters = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let index = 0; index < node.data.length; index++) {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + 1)
        const { left, width } = range.getBoundingClientRect()
        if (width > 0) characters.push({ left, character: node.data[index] })
      }
    }
    return characters.sort((one, other) => one.left - other.left).map(({ character }) => character).join("")
  })()`)
}

/** What is wider than the place that it has: tables in their regions, and the page as a whole. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll("[role=region]"), document.documentElement]
    .filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => (box.getAttribute("aria-label") ?? box.tagName) + ": " + box.scrollWidth + " of " + box.clientWidth)`)

/** Of some boxes, those that leave the window, and what has to be scrolled sideways in them; but for tables and the navigation, which may. */
const overflowing = async (page: Page, boxes: string): Promise<string[]> => {
  await waitForAnimations(page)
  return await page.evaluate(`[...document.querySelectorAll(${JSON.stringify(boxes)})].flatMap((box) => {
    const { left, right } = box.getBoundingClientRect()
    const scrolled = [...box.querySelectorAll("*")].filter(
      (each) => /auto|scroll/.test(getComputedStyle(each).overflowX) && !each.closest("[role=region], nav")
    )
    return [
      ...(left < 0 || right > innerWidth ? [box.tagName + ": " + left + " to " + right] : []),
      ...[box, ...scrolled]
        .filter((each) => each.scrollWidth > each.clientWidth)
        .map((each) => each.className + ": " + each.scrollWidth + " of " + each.clientWidth),
    ]
  })`)
}

useDashboard("what people have written", (dashboard) => {
  it.each([
    ["en", "turns the rest around", "tidy up\u202e", "“tidy up\ufffd” · 127.0.0.1"],
    ["en", "ends what keeps it apart", "a\u2069\u202e", "“a\ufffd\ufffd” · 127.0.0.1"],
    ["en", "is written from right to left", "אב", "“בא” · 127.0.0.1"],
    ["de", "turns the rest around", "auf\u202e", "„auf\ufffd“ · 127.0.0.1"],
    ["de", "is written from right to left", "גד", "„דג“ · 127.0.0.1"],
  ])("falsifies no IP address, in %s, where it %s", async (language, _, reason, shown) => {
    const email = `p${Date.now()}@example.com`
    const id = await dashboard.provision(email)
    await dashboard.api.post(`/admin/users/${id}/suspend`, { reason }, dashboard.root)
    const page = await dashboard.open(`${HOME}/activity?q=${encodeURIComponent(email)}`, {
      language,
    })
    const notes = page.getByText("127.0.0.1").filter({ hasNotText: email }).first()
    await notes.waitFor()
    expect(await onScreen(notes)).toBe(shown)
    await page.context().close()
  })

  it("turns no sentence around", async () => {
    await dashboard.sql(
      `INSERT INTO lifecycle_event (id, type, actor_type, data)
       VALUES ('ulevt_turned', 'import_confirmed', 'system', $1)`,
      [{ file_name: "staff\u202e.csv" }]
    )
    const page = await dashboard.open(`${HOME}/activity`, { language: "de" })
    const sentence = page.getByText(/hat den Import von .* begonnen/).first()
    await sentence.waitFor()
    expect(await onScreen(sentence)).toMatch(/Import von staff\ufffd\.csv begonnen$/)
    await page.context().close()
  })

  it("leaves the other columns on the page, however long it is", async () => {
    const long = `${"a".repeat(60)}@${"b".repeat(63)}.${"c".repeat(63)}.example.com`
    const name = { first_name: "W".repeat(255), last_name: "M".repeat(255) }
    const id = await dashboard.provision(long, name)
    await dashboard.api.post("/admin/invites", { email: `i${long}` }, dashboard.root)
    const reason = "r".repeat(500)
    await dashboard.api.post(
      `/admin/users/${id}/offboard`,
      { at: "2099-01-01", reason },
      dashboard.root
    )
    const { data: opened } = await dashboard.api.post(
      "/admin/user-lifecycle/access-reviews",
      { title: "t".repeat(255) },
      dashboard.root
    )
    const { data: uploaded } = await uploadPeople(dashboard.api, dashboard.root, {
      name: `${"f".repeat(240)}.csv`,
      content: `email\nl${long}`,
    })
    const page = await dashboard.open(`${HOME}/people`)
    for (const [path, shown] of [
      ["/people", long],
      ["/people/import", "f".repeat(240)],
      [`/people/import?import=${uploaded.import.id}`, `l${long}`],
      ["/invites", `i${long}`],
      ["/emails", `i${long}`],
      ["/scheduled-offboardings", reason],
      ["/access-reviews", "t".repeat(255)],
      [`/access-reviews/${opened.access_review.id}`, long],
      ["/activity", "t".repeat(255)],
    ]) {
      await page.goto(`${dashboard.url}/app${HOME}${path}`)
      await page.getByText(shown).first().waitFor()
      expect({ path, tooWide: await tooWide(page) }).toEqual({ path, tooWide: [] })
    }
    await page.context().close()
  })

  it.each(Object.entries({ en, de }))(
    "fits on a telephone, in %s: a drawer, an access review, the report of an import, and the card on Medusa's page of a user",
    async (language, words) => {
      const email = `a.rather.long.address.${language}@department.example.com`
      const id = await dashboard.provision(email)
      const credential = bearer(await login(dashboard.api, email, PASSWORD))
      const title = "Export to the warehouse"
      await dashboard.api.post("/admin/api-keys", { title, type: "secret" }, credential)
      await dashboard.api.post(
        `/admin/users/${id}/offboard`,
        { at: "2099-01-01", reason: "Contract ends", revoke_api_keys: false },
        dashboard.root
      )
      const { data: opened } = await dashboard.api.post(
        "/admin/user-lifecycle/access-reviews",
        { title: "First quarter" },
        dashboard.root
      )
      const { data: uploaded } = await uploadPeople(dashboard.api, dashboard.root, {
        content: `email,password\n${email},\nnew.${email},short\n`,
      })
      const page = await dashboard.open("/settings/profile", {
        language,
        viewport: { width: 400, height: 900 },
      })
      const fits = async (path: string, boxes: string) => {
        await page.waitForLoadState("networkidle")
        const wide = await overflowing(page, boxes)
        expect({ path, wide }).toEqual({ path, wide: [] })
      }
      const look = async (path: string, shown: string) => {
        await page.goto(`${dashboard.url}/app${path}`)
        await page.getByText(shown).first().waitFor()
        await fits(path, "[data-plugin='user-lifecycle']")
      }
      await look(`${HOME}/access-reviews/${opened.access_review.id}`, email)
      await look(`${HOME}/people/import?import=${uploaded.import.id}`, `new.${email}`)
      await look(`/settings/users/${id}`, title)
      const { offboard, change_offboarding } = words.people.actions
      for (const { label } of [offboard, change_offboarding]) {
        await page.getByRole("button", { name: label, exact: true }).click()
        await page.getByRole("dialog").getByText(words.people.fields.reason_hint).waitFor()
        await fits(label, "[role=dialog]")
        await page.keyboard.press("Escape")
        await page.getByRole("dialog").waitFor({ state: "detached" })
      }
      await page.context().close()
    }
  )

  it.each([
    { language: "de", width: 1440, only: "the page and its tables" },
    { language: "de", width: 400, only: "the page" },
    { language: "en", width: 400, only: "the page" },
  ])(
    "is no wider than the window, in $language at $width pixels: $only",
    async ({ language, width }) => {
      await dashboard.provision(`ada-${language}-${width}@example.com`, {
        first_name: "Ada",
        last_name: "Lovelace",
      })
      const page = await dashboard.open(`${HOME}/people`, {
        language,
        viewport: { width, height: 900 },
      })
      for (const path of [...PAGES.map(({ path }) => path), importPage()]) {
        await page.goto(`${dashboard.url}/app${path}`)
        await page.getByRole("heading", { level: 2 }).first().waitFor()
        await page
          .getByRole("status", { name: /Loading|Wird geladen/ })
          .waitFor({ state: "detached" })
        const wide = await tooWide(page)
        // On a telephone, a table is scrolled within its own region.
        const wrong = width < 1_000 ? wide.filter((each) => each.startsWith("HTML")) : wide
        expect({ path, wrong }).toEqual({ path, wrong: [] })
      }
      await page.context().close()
    }
  )
})
