import type { Locator, Page } from "playwright-core"
import { de } from "../../src/admin/i18n/de/all"
import { waitUntil } from "../helpers/wait-until"
import { findSeriousViolations } from "./accessibility"
import { seedShop, type Shop } from "./seed-shop"
import { useDashboard } from "./use-dashboard"

const HOME = "/settings/user-lifecycle"
const READER = "reader@example.com"
/** Whose role changes. */
const SOMEONE = "someone@example.com"
const NO_PERMISSION = "You do not have permission to see this"
const NOT_ALLOWED = /You are not allowed to do this\./

type PageCase = {
  path: (shop: Shop) => string
  /** What is there to be read; of a page that may not be read, nothing. */
  shows?: string
  /** The plugin has a part of it. Default: it has. */
  isOurs?: boolean
}

const PAGES: Record<string, PageCase> = {
  Overview: { path: () => HOME },
  People: { path: () => `${HOME}/people`, shows: "ada@example.com" },
  "a person": {
    path: ({ ada }) => `${HOME}/people?person=${ada}`,
    shows: "root@example.com added ada@example.com",
  },
  Import: { path: () => `${HOME}/people/import` },
  "an import": { path: ({ staff_import }) => `${HOME}/people/import?import=${staff_import}` },
  Invites: { path: () => `${HOME}/invites` },
  "Scheduled offboardings": {
    path: () => `${HOME}/scheduled-offboardings`,
    shows: "linus@example.com",
  },
  "Identity health": { path: () => `${HOME}/identity-health` },
  "Access reviews": { path: () => `${HOME}/access-reviews`, shows: "Fourth quarter" },
  "an access review": {
    path: ({ review }) => `${HOME}/access-reviews/${review}`,
    shows: "Runs the exports",
  },
  Activity: { path: () => `${HOME}/activity`, shows: "offboarded edsger@example.com" },
  Emails: { path: () => `${HOME}/emails` },
  "Medusa's page of a user": {
    path: ({ ada }) => `/settings/users/${ada}`,
    shows: "root@example.com added ada@example.com",
  },
  // The card about invites is not there: it is about what needs a look, and not for everybody who looks at users.
  "Medusa's list of users": {
    path: () => "/settings/users",
    shows: "ada@example.com",
    isOurs: false,
  },
}

/** Nothing here is mocked: what is refused is refused by Medusa's RBAC. */
useDashboard(
  "the dashboard of somebody whose role may only read users",
  (dashboard) => {
    let shop: Shop
    let someone: string

    beforeAll(async () => {
      const root = await dashboard.api.get("/admin/users/me", dashboard.root)
      await dashboard.sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('root', $1, 'role_super_admin')",
        [root.data.user.id]
      )
      shop = await seedShop(dashboard)
      await createRole("role_reader", ["user:read"])
      await createRole("role_manager", [
        ...["create", "read", "update", "delete"].flatMap((operation) => [
          `user:${operation}`,
          `invite:${operation}`,
        ]),
      ])
      await createRole("role_helpdesk", ["user:read", "user:update", "invite:create"])
      await giveRole(await dashboard.provision(READER), "role_reader")
      someone = await dashboard.provision(SOMEONE)
    }, 120_000)

    /** @param policies such as `user:read` */
    const createRole = async (id: string, policies: string[]): Promise<void> => {
      await dashboard.sql("INSERT INTO rbac_role (id, name) VALUES ($1, $1)", [id])
      await dashboard.sql(
        `INSERT INTO rbac_policy (id, key, resource, operation, name)
         SELECT 'policy_' || key, key, split_part(key, ':', 1), split_part(key, ':', 2), key
         FROM unnest($1::text[]) key
         WHERE NOT EXISTS (SELECT 1 FROM rbac_policy p WHERE p.key = key AND p.deleted_at IS NULL)`,
        [policies]
      )
      await dashboard.sql(
        `INSERT INTO rbac_role_policy (id, role_id, policy_id)
         SELECT $1 || '_' || key, $1, id FROM rbac_policy WHERE key = ANY ($2) AND deleted_at IS NULL`,
        [id, policies]
      )
    }
    const giveRole = async (userId: string, role: string): Promise<void> => {
      await dashboard.sql("DELETE FROM user_rbac_role WHERE user_id = $1", [userId])
      await dashboard.sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ($1, $1, $2)",
        [userId, role]
      )
    }

    const drawer = (page: Page) => page.getByRole("dialog")
    const rowOf = (page: Page, name: string): Locator => page.locator(`tr[data-row="${name}"]`)
    const open = (path: string, language = "en") => dashboard.open(path, { as: READER, language })
    const refusal = (page: Page) => drawer(page).getByRole("alert").getByText(NOT_ALLOWED)

    const choose = async (page: Page, email: string, action: string): Promise<void> => {
      await page.getByRole("button", { name: `Actions for ${email}` }).click()
      await page.getByRole("menuitem", { name: action, exact: true }).click()
    }
    /** Has something done that is refused, and waits until that is said beside what the button sent. */
    const submit = async (page: Page, name: string): Promise<void> => {
      await drawer(page).getByRole("button", { name, exact: true }).click()
      await refusal(page).first().waitFor()
      // It can be left, and tried again: nothing hangs.
      await drawer(page).getByRole("button", { name, exact: true, disabled: false }).waitFor()
    }
    /** What the ledger has beside what the seed left. */
    const countEvents = async (): Promise<number> =>
      (await dashboard.sql("SELECT 1 FROM lifecycle_event")).length

    describe.each(Object.entries(PAGES))("%s", (_, { path, shows, isOurs = true }) => {
      it(
        shows ? "is there to be read" : "says that it may not be read, and nothing else",
        async () => {
          const page = await dashboard.open("/settings/profile", { as: READER })
          const wrong: string[] = []
          page.on("pageerror", (error) => wrong.push(error.message))
          page.on("response", (response) => {
            if (response.status() >= 500) {
              wrong.push(`${response.status()} ${response.url()}`)
            }
          })
          await page.goto(`${dashboard.url}/app${path(shop)}`)
          if (shows) {
            await page.getByText(shows).first().waitFor()
          } else {
            await page.getByText(NO_PERMISSION).first().waitFor()
          }
          // Nothing waits for what does not come, and nothing can be tried again in vain.
          await waitUntil(
            "everything has come",
            async () => (await page.getByRole("status", { name: "Loading" }).count()) === 0
          )
          expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0)
          expect(await page.getByText(NO_PERMISSION).count()).toBe(shows ? 0 : 1)
          expect(wrong).toEqual([])
          if (isOurs) {
            expect(await findSeriousViolations(page)).toEqual([])
          }
          await page.context().close()
        }
      )
    })

    it("says in German what may not be read", async () => {
      const page = await open(`${HOME}/invites`, "de")
      await page.getByText(de.states.forbidden.title).waitFor()
      await page.context().close()
    })

    /** Names of what can be chosen of a menu. */
    const menuOf = async (page: Page, name: string): Promise<string[]> => {
      await page.getByRole("button", { name, exact: true }).click()
      const names = await page.getByRole("menuitem").allInnerTexts()
      await page.keyboard.press("Escape")
      await page.locator("[role=menu]").waitFor({ state: "detached" })
      return names
    }
    it("offers nothing that would be refused: with people", async () => {
      const page = await open(`${HOME}/people?q=@example.com`)
      await rowOf(page, "linus@example.com").waitFor()
      await waitUntil(
        "it is known what may be done",
        async () => (await page.getByRole("button", { name: "Add person" }).count()) === 0
      )
      for (const email of ["ada", "grace", "linus", "edsger"]) {
        expect(await menuOf(page, `Actions for ${email}@example.com`)).toEqual(["Details"])
      }
      expect(await page.getByRole("link", { name: "Import", exact: true }).count()).toBe(0)
      expect(await page.getByRole("button", { name: "More actions" }).count()).toBe(0)
      await page.getByLabel("Select everything on this page").click()
      const bar = page.getByRole("toolbar")
      await bar.getByText(/people chosen/).waitFor()
      expect(await bar.getByRole("button").allInnerTexts()).toEqual(["Clear"])
      await page.context().close()
    })

    it("offers nothing that would be refused: on Medusa's page of a user, with a date, in a review", async () => {
      const page = await open(`/settings/users/${shop.ada}`)
      await page.getByText("Tokens valid only from").waitFor()
      await page
        .getByRole("button", { name: "Suspend", exact: true })
        .waitFor({ state: "detached" })
      await page.goto(`${dashboard.url}/app${HOME}/scheduled-offboardings`)
      await rowOf(page, "linus@example.com").waitFor()
      await page
        .getByRole("button", { name: "Actions for the offboarding of linus@example.com" })
        .waitFor({ state: "detached" })
      await page.goto(`${dashboard.url}/app${HOME}/access-reviews`)
      await page.getByText("Fourth quarter").waitFor()
      await page.getByRole("button", { name: "Open a review" }).waitFor({ state: "detached" })
      await page.goto(`${dashboard.url}/app${HOME}/access-reviews/${shop.review}`)
      const row = rowOf(page, "grace@example.com")
      await row
        .getByRole("button", { name: "Keep grace@example.com" })
        .waitFor({ state: "detached" })
      await row.getByText("Undecided").waitFor()
      expect(await page.getByRole("button", { name: /Remove|Close the review/ }).count()).toBe(0)
      expect(await menuOf(page, "Actions for grace@example.com")).toEqual(["Access as it is now"])
      // Nor by key.
      await row.getByRole("button").first().focus()
      await page.keyboard.press("k")
      await page.keyboard.press("r")
      expect(await page.getByRole("dialog").count()).toBe(0)
      await page.context().close()
    })

    it("offers what a role may do, and nothing else", async () => {
      await giveRole(someone, "role_helpdesk")
      const page = await dashboard.open(`${HOME}/people?q=ada@`, { as: SOMEONE })
      await rowOf(page, "ada@example.com").waitFor()
      await page.getByRole("link", { name: "Import", exact: true }).waitFor({ state: "detached" })
      expect(await menuOf(page, "Actions for ada@example.com")).toEqual([
        "Details",
        "Suspend",
        "Revoke sessions",
        "Send a link to reset the password",
        "Change email",
      ])
      await page.getByRole("button", { name: "Add person" }).click()
      await drawer(page).getByRole("button", { name: "Send invite" }).waitFor()
      expect(await drawer(page).getByRole("radio").count()).toBe(1)
      await page.context().close()
    })

    /** Opens a page as somebody who may do everything there, who may only read by the time they do it. */
    const openAsManager = async (path: string): Promise<Page> => {
      await giveRole(someone, "role_manager")
      const page = await dashboard.open(path, { as: SOMEONE })
      // What they may do has been read by then: it would take what is offered away otherwise.
      await page.waitForLoadState("networkidle")
      return page
    }
    const mayOnlyRead = () => giveRole(someone, "role_reader")

    it("says of each action with a person that it is not allowed any more, and changes nothing", async () => {
      const before = await countEvents()
      for (const [email, action] of [
        ["ada@example.com", "Suspend"],
        ["ada@example.com", "Revoke sessions"],
        ["grace@example.com", "Reactivate"],
        ["linus@example.com", "Cancel the offboarding"],
        ["edsger@example.com", "Restore"],
      ]) {
        const page = await openAsManager(`${HOME}/people?q=${email}`)
        await choose(page, email, action)
        await mayOnlyRead()
        await submit(page, action)
        await page.context().close()
      }
      const page = await openAsManager(`${HOME}/people?q=ada@`)
      await choose(page, "ada@example.com", "Change email")
      await drawer(page).getByLabel("New email").fill("another@example.com")
      await mayOnlyRead()
      await submit(page, "Change email")
      await page.context().close()
      expect(await countEvents()).toBe(before)
    })

    it("confirms no offboarding of which it is not allowed to see what it takes away", async () => {
      const page = await openAsManager(`${HOME}/people?q=ada@`)
      await page.getByRole("button", { name: "Actions for ada@example.com" }).click()
      await mayOnlyRead()
      await page.getByRole("menuitem", { name: "Offboard", exact: true }).click()
      await refusal(page).waitFor()
      await drawer(page).getByLabel("Type ada@example.com to confirm").fill("ada@example.com")
      expect(
        await drawer(page).getByRole("button", { name: "Offboard", exact: true }).isDisabled()
      ).toBe(true)
      await page.context().close()
    })

    it("says of what is done with many that it is not allowed any more, for each", async () => {
      const before = await countEvents()
      const page = await openAsManager(`${HOME}/people?q=ra`)
      await rowOf(page, "grace@example.com").waitFor()
      await page.getByLabel("Select everything on this page").click()
      await page.getByRole("button", { name: /^Revoke sessions \(\d+\)$/ }).click()
      await mayOnlyRead()
      await submit(page, "Revoke sessions")
      await drawer(page)
        .getByRole("alert")
        .getByText(/^It failed for \d+ people$/)
        .waitFor()
      expect(await countEvents()).toBe(before)
      await page.context().close()
    })

    it("says so where a person is added, and keeps what was typed", async () => {
      const page = await openAsManager(`${HOME}/people?add=true`)
      await drawer(page).getByLabel("Email", { exact: true }).fill("new@example.com")
      await mayOnlyRead()
      await submit(page, "Send invite")
      expect(await drawer(page).getByLabel("Email", { exact: true }).inputValue()).toBe(
        "new@example.com"
      )
      // Nothing that there is to choose is hidden without a word.
      await drawer(page).getByText("You may not see the roles, so you can give none.").waitFor()
      await page.context().close()
    })

    it("says so where an access review is opened, decided and closed", async () => {
      const opening = await openAsManager(`${HOME}/access-reviews`)
      await opening.getByRole("button", { name: "Open a review" }).click()
      await mayOnlyRead()
      await submit(opening, "Open")
      await opening.context().close()

      const path = `${HOME}/access-reviews/${shop.review}`
      const keeping = await openAsManager(path)
      await keeping.getByRole("button", { name: "Keep grace@example.com" }).waitFor()
      await mayOnlyRead()
      await keeping.getByRole("button", { name: "Keep grace@example.com" }).click()
      await keeping.getByText(NOT_ALLOWED).waitFor()
      await keeping.context().close()

      const closing = await openAsManager(path)
      await closing.getByRole("button", { name: "Close the review" }).click()
      await drawer(closing)
        .getByLabel(/^Close it all the same/)
        .click()
      await mayOnlyRead()
      await submit(closing, "Close the review")
      await closing.context().close()
    })

    it("exports what may be read: people, activity and an access review", async () => {
      for (const path of ["people", "activity", `access-reviews/${shop.review}`]) {
        const page = await open(`${HOME}/${path}`)
        await page.getByRole("button", { name: "Export", exact: true }).click()
        const download = page.waitForEvent("download")
        await page.getByRole("menuitem", { name: "Export as CSV" }).click()
        expect((await download).suggestedFilename()).toMatch(/\.csv$/)
        await page.context().close()
      }
    })
  },
  { MEDUSA_FF_RBAC: "true" }
)
