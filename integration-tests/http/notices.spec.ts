import path from "node:path"
import { Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { bearer, login } from "../helpers/http"
import { PASSWORD, type Person, usePeople } from "../helpers/people"
import { useFailingWorkflows } from "../helpers/failing-workflows"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const BUILT_PROVISION = path.join(
  __dirname,
  "../../.medusa/server/src/workflows/user/transactions/provision-user.js"
)

const german = {
  subject: "Ihr Zugang zu {{store_name}} ruht",
  paragraphs: [["Hallo {{name}},", "Hallo,"], "er ruht bis {{until}}.", "Fragen? Fragen Sie."],
}

const options = { emails: { templates: { account_suspended: { de: german } } } }

useBackend({ options }, (backend) => {
  const { api, getContainer, outbox, sql } = backend
  const people = usePeople(backend)
  const failAfter = useFailingWorkflows(backend)
  let ada: Person

  beforeEach(async () => {
    ada = await people.provision("ada@example.com", { first_name: "Ada" })
  })

  const untilNothingWaits = () =>
    waitUntil("no email waited any more", async () => {
      const [{ count }] = await sql<{ count: number }>(
        "SELECT count(*)::int AS count FROM email_delivery WHERE status = 'pending'"
      )
      return count === 0
    })

  const emailsOf = async (template: string) => {
    await untilNothingWaits()
    return outbox.read().filter((email) => email.template === `user-lifecycle.${template}`)
  }

  describe("a suspended person", () => {
    it("is told so, and until when, but not why", async () => {
      await people.act("suspend", ada, {
        reason: "we suspect her",
        until: "2099-01-02T03:04:00Z",
      })
      const [email, ...others] = await emailsOf("account-suspended")
      expect(others).toEqual([])
      expect(email).toMatchObject({
        to: "ada@example.com",
        content: { subject: "Your access to Medusa Store is suspended" },
      })
      expect(email.content?.text).toMatch(/^Hello Ada,/)
      expect(email.content?.text).toContain("2 January 2099 at 03:04 UTC")
      expect(JSON.stringify(email)).not.toContain("suspect")
    })

    it("is told again of another end, and of the end of it", async () => {
      await people.act("suspend", ada)
      await people.act("suspend", ada)
      await people.act("suspend", ada, { until: "2099-01-02T03:04:00Z" })
      expect((await emailsOf("account-suspended")).length).toBeGreaterThanOrEqual(1)
      await people.act("reactivate", ada)
      await people.act("reactivate", ada)

      const [back, ...others] = await emailsOf("access-restored")
      expect(others).toEqual([])
      expect(back.to).toBe("ada@example.com")
      expect(back.content?.text).toMatch(/\/app\/login\n/)
      const suspended = await emailsOf("account-suspended")
      expect(suspended[suspended.length - 1].content?.text).toContain("2099")
    })

    it("is not told again of what the email does not say", async () => {
      const until = "2099-01-02T03:04:00Z"
      await people.act("suspend", ada, { reason: "leave", until })
      expect(await emailsOf("account-suspended")).toHaveLength(1)
      const { data } = await people.act("suspend", ada, { reason: "parental leave", until })
      expect(data.user_access.reason).toBe("parental leave")
      expect(await emailsOf("account-suspended")).toHaveLength(1)
      await people.act("suspend", ada, { reason: "parental leave" })
      expect(await emailsOf("account-suspended")).toHaveLength(2)

      await people.act("reactivate", ada)
      await people.act("suspend", ada)
      expect(await emailsOf("account-suspended")).toHaveLength(3)
    })

    it("reads it in their language, in the application's own words", async () => {
      await api.post(
        `/admin/users/${ada.id}`,
        { metadata: { locale: "de-CH" } },
        people.root.credential
      )
      await people.act("suspend", ada, { until: "2099-01-02T03:04:00Z" })
      const [email] = await emailsOf("account-suspended")
      expect(email.content).toMatchObject({
        subject: "Ihr Zugang zu Medusa Store ruht",
        text: "Hallo Ada,\n\ner ruht bis 2. Januar 2099 um 03:04 UTC.\n\nFragen? Fragen Sie.\n",
      })
    })

    it("is not told of what a larger workflow undid", async () => {
      await failAfter("suspendUserWorkflow", { user_id: ada.id }, async () => undefined)
      await failAfter(
        "changeUserEmailWorkflow",
        { user_id: ada.id, email: "lovelace@example.com" },
        async () => undefined
      )
      expect(await sql("SELECT template FROM email_delivery")).toEqual([])
      expect(outbox.read()).toEqual([])
    })
  })

  describe("a changed email", () => {
    it("is told to both addresses, with a way to log in at the new one alone", async () => {
      await people.act("change-email", ada, { email: "lovelace@example.com" })
      const emails = await emailsOf("email-changed")
      expect(emails.map(({ to }) => to).sort()).toEqual(["ada@example.com", "lovelace@example.com"])
      for (const { to, content } of emails) {
        expect(content?.subject).toBe("Your email at Medusa Store was changed")
        expect(content?.text).toContain("now belongs to lovelace@example.com")
        expect(content?.text).toContain("Until now, it was ada@example.com")
        expect(/\/app\/login/.test(content?.text ?? "")).toBe(to === "lovelace@example.com")
      }
    })
  })

  describe("an account that is taken over by one change of email after the other", () => {
    it("is told to the address that it was taken from, also where the mail server was slow", async () => {
      const victim = await people.provision("fails-1-victim@busy.example.com")
      await people.act("change-email", victim, { email: "mid@example.com" })
      await people.act("change-email", victim, { email: "evil@example.com" })
      await people.act("offboard", victim)
      await waitUntil("a first attempt was made", async () => {
        const rows = await sql("SELECT 1 FROM email_delivery WHERE last_error IS NOT NULL")
        return rows.length > 0
      })
      await sql("UPDATE email_delivery SET next_attempt_at = now() WHERE status = 'pending'")
      const { content } = await outbox.waitFor(({ to }) => to === victim.email, 20_000)
      expect(content?.text).toContain("now belongs to mid@example.com")
    })
  })

  describe("a name", () => {
    it("is left out where it looks like a link, and cut where it is a novel", async () => {
      for (const [first_name, greeting, until] of [
        ["IT: confirm at https://evil.example.com", "Hello,", "2099-01-01"],
        ["x".repeat(200), `Hello ${"x".repeat(60)},`, "2099-01-02"],
        ["\u202eadA\u202c", "Hello adA,", "2099-01-03"],
      ]) {
        await sql(`UPDATE "user" SET first_name = $1 WHERE id = $2`, [first_name, ada.id])
        outbox.clear()
        await people.act("suspend", ada, { until })
        const { content } = await outbox.waitFor(({ to }) => to === ada.email)
        expect(content?.text?.split("\n")[0]).toBe(greeting)
      }
    })
  })

  describe("an email about a change whose event is lost", () => {
    /** What the scheduled job runs, a quarter of a minute later. */
    const runJobLater = async () => {
      await sql("UPDATE email_delivery SET next_attempt_at = now() WHERE status = 'pending'")
      const { deliverEmailsWorkflow } = await loadWorkflows()
      await deliverEmailsWorkflow(getContainer()).run({ input: {} })
    }

    it("leaves all the same: the link to set a password", async () => {
      const {
        provisionUser,
      }: typeof import("../../src/workflows/user/transactions/provision-user") = await import(
        BUILT_PROVISION
      )
      // What is left when the process dies between the commit and the event.
      await provisionUser(
        getContainer(),
        { email: "grace@example.com" },
        { provider: "emailpass", password: null }
      )
      expect(outbox.read()).toEqual([])
      await runJobLater()
      await runJobLater()

      const [email, ...others] = outbox.read()
      expect(others).toEqual([])
      expect(email).toMatchObject({
        to: "grace@example.com",
        template: "user-lifecycle.set-password",
      })
      const link = new URL(String(email.data?.set_password_url))
      const { status } = await api.post(
        "/auth/user/emailpass/update",
        { password: PASSWORD },
        bearer(String(link.searchParams.get("token")))
      )
      expect(status).toBe(200)
      await login(api, "grace@example.com", PASSWORD)
    })

    it("leaves once where the event comes late, or twice", async () => {
      let event: unknown
      const bus = getContainer().resolve(Modules.EVENT_BUS)
      const remember = async (data: unknown) => {
        event = data
      }
      bus.subscribe("auth.password_reset", remember as never, { subscriberId: "test-remember" })
      await api.post("/admin/users", { email: "grace@example.com" }, people.root.credential)
      await outbox.waitFor(({ to }) => to === "grace@example.com")
      await waitUntil("the event was seen", () => event !== undefined)
      bus.unsubscribe("auth.password_reset", remember as never, { subscriberId: "test-remember" })

      await bus.emit(event as never)
      await runJobLater()
      await untilNothingWaits()
      expect(outbox.read().filter(({ to }) => to === "grace@example.com")).toHaveLength(1)
    })
  })
})
