import type { Locator, Page } from "playwright-core"
import { de } from "../../src/admin/i18n/de/all"
import { waitUntil } from "../helpers/wait-until"
import { findSeriousViolations } from "./accessibility"
import { seedShop, type Shop } from "./seed-shop"
import { useDashboard } from "./use-dashboard"

const HOME = "/settings/user-lifecycle"
const READER = "reader@example.com"
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

    beforeAll(async () => {
      const root = await dashboard.api.get("/admin/users/me", dashboard.root)
      await dashboard.sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('root', $1, 'role_super_admin')",
        [root.data.user.id]
      )
      shop = await seedShop(dashboard)
      await giveReaderRole(await dashboard.provision(READER))
    }, 120_000)

    const giveReaderRole = async (userId: string): Promise<void> => {
      await dashboard.sql("INSERT INTO rbac_role (id, name) VALUES ('role_reader', 'Reader')")
      await dashboard.sql(
        `INSERT INTO rbac_policy (id, key, resource, operation, name)
         SELECT 'policy_read_users', 'user:read', 'user', 'read', 'user:read'
         WHERE NOT EXISTS (SELECT 1 FROM rbac_policy WHERE key = 'user:read' AND deleted_at IS NULL)`
      )
      await dashboard.sql(
        `INSERT INTO rbac_role_policy (id, role_id, policy_id)
         SELECT 'read_users', 'role_reader', id FROM rbac_policy WHERE key = 'user:read' AND deleted_at IS NULL`
      )
      await dashboard.sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('reader', $1, 'role_reader')",
        [userId]
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

    it("says of each action with a person that it is not allowed, and changes nothing", async () => {
      const before = await countEvents()
      const page = await open(`${HOME}/people?q=@example.com`)
      for (const [email, action] of [
        ["ada@example.com", "Suspend"],
        ["ada@example.com", "Revoke sessions"],
        ["grace@example.com", "Reactivate"],
        ["linus@example.com", "Cancel the offboarding"],
        ["edsger@example.com", "Restore"],
      ]) {
        await choose(page, email, action)
        await submit(page, action)
        await page.keyboard.press("Escape")
        await drawer(page).waitFor({ state: "detached" })
      }
      await choose(page, "ada@example.com", "Change email")
      await drawer(page).getByLabel("New email").fill("another@example.com")
      await submit(page, "Change email")
      await page.keyboard.press("Escape")
      await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click()
      await drawer(page).waitFor({ state: "detached" })

      // What it would take away is not known, so nothing can be confirmed.
      await choose(page, "ada@example.com", "Offboard")
      await refusal(page).waitFor()
      await drawer(page).getByLabel("Type ada@example.com to confirm").fill("ada@example.com")
      expect(
        await drawer(page).getByRole("button", { name: "Offboard", exact: true }).isDisabled()
      ).toBe(true)
      expect(await countEvents()).toBe(before)
      await page.context().close()
    })

    it("says of what is done with many that it is not allowed, for each", async () => {
      const before = await countEvents()
      const page = await open(`${HOME}/people?q=ra`)
      await rowOf(page, "grace@example.com").waitFor()
      await page.getByLabel("Select everything on this page").click()
      await page.getByRole("button", { name: /^Revoke sessions \(\d+\)$/ }).click()
      await submit(page, "Revoke sessions")
      await drawer(page)
        .getByRole("alert")
        .getByText(/^It failed for \d+ people$/)
        .waitFor()
      expect(await countEvents()).toBe(before)
      await page.context().close()
    })

    it("says so also on Medusa's own page of a user, and where a scheduled offboarding is cancelled", async () => {
      const page = await open(`/settings/users/${shop.ada}`)
      await page.getByRole("button", { name: "Suspend", exact: true }).click()
      await submit(page, "Suspend")
      await page.goto(`${dashboard.url}/app${HOME}/scheduled-offboardings`)
      await page
        .getByRole("button", { name: "Actions for the offboarding of linus@example.com" })
        .click()
      await page.getByRole("menuitem", { name: "Cancel the offboarding" }).click()
      await submit(page, "Cancel the offboarding")
      await page.context().close()
    })

    it("says so where a person is added, in every way, and keeps what was typed", async () => {
      const page = await open(`${HOME}/people?add=true`)
      // Nothing that there is to choose is hidden without a word.
      await drawer(page).getByText("You may not see the roles, so you can give none.").waitFor()
      for (const [way, button] of [
        ["Invite", "Send invite"],
        ["Link to set a password", "Add person"],
      ]) {
        await drawer(page).getByRole("radio", { name: way, exact: true }).click()
        await drawer(page).getByLabel("Email", { exact: true }).fill("new@example.com")
        await submit(page, button)
        expect(await drawer(page).getByLabel("Email", { exact: true }).inputValue()).toBe(
          "new@example.com"
        )
      }
      await page.context().close()
    })

    it("says so where an access review is opened, decided and closed", async () => {
      const page = await open(`${HOME}/access-reviews`)
      await page.getByRole("button", { name: "Open a review" }).click()
      await submit(page, "Open")

      await page.goto(`${dashboard.url}/app${HOME}/access-reviews/${shop.review}`)
      await page.getByRole("button", { name: "Keep grace@example.com" }).click()
      await page.getByText(NOT_ALLOWED).waitFor()
      await page.getByRole("button", { name: "Remove grace@example.com" }).click()
      await refusal(page).waitFor()
      await page.keyboard.press("Escape")
      await drawer(page).waitFor({ state: "detached" })
      await page.getByRole("button", { name: "Close the review" }).click()
      await drawer(page)
        .getByLabel(/^Close it all the same/)
        .click()
      await submit(page, "Close the review")
      await page.context().close()
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
