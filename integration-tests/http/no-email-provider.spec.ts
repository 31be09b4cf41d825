import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { DELIVERY_PROBLEMS } from "../../src/domain/delivery"
import { useBackend } from "../helpers/backend"
import { bearer, login } from "../helpers/http"
import { waitUntil } from "../helpers/wait-until"

const PASSWORD = "correct horse battery staple"

useBackend(
  { env: { EMAIL_PROVIDER: "off" } },
  ({ api, createAdminWithToken, getContainer, outbox, sql }) => {
    it("warns once, crashes nothing, and says in the ledger that nothing was sent", async () => {
      const warn = jest.spyOn(getContainer().resolve(ContainerRegistrationKeys.LOGGER), "warn")
      const warnings = () =>
        warn.mock.calls.filter(([message]) => String(message).includes("no email leaves"))
      const { token } = await createAdminWithToken({
        email: "root@example.com",
        password: PASSWORD,
      })

      const settings = await api.get("/admin/user-lifecycle/settings", bearer(token))
      expect([settings.status, settings.data.sends_emails]).toEqual([200, false])
      // To ask is not to send.
      expect(warnings()).toEqual([])

      const invited = await api.post(
        "/admin/invites",
        { email: "grace@example.com" },
        bearer(token)
      )
      const provisioned = await api.post(
        "/admin/users",
        { email: "ada@example.com" },
        bearer(token)
      )
      expect([invited.status, provisioned.status]).toEqual([200, 200])

      const deadline = Date.now() + 10_000
      let events: { type: string; email: string; reason: string }[] = []
      while (events.length < 2 && Date.now() < deadline) {
        const { data } = await api.get(
          "/admin/user-lifecycle/events?type=email_not_sent",
          bearer(token)
        )
        events = data.events
      }
      expect(events.map(({ email }) => email).sort()).toEqual([
        "ada@example.com",
        "grace@example.com",
      ])
      expect(events[0].reason).toBe(DELIVERY_PROBLEMS.no_provider)
      expect(outbox.read()).toEqual([])
      expect(warnings()).toHaveLength(1)
      await login(api, "root@example.com", PASSWORD)
    })

    it("does not mind where the application has no Notification Module at all", async () => {
      await sql("ALTER TABLE notification_provider RENAME TO notification_provider_of_nobody")
      const { token } = await createAdminWithToken({
        email: "root@example.com",
        password: PASSWORD,
      })
      const settings = await api.get("/admin/user-lifecycle/settings", bearer(token))
      expect(settings.data.sends_emails).toBe(false)
      await api.post("/admin/invites", { email: "grace@example.com" }, bearer(token))
      await waitUntil("the ledger says that nothing was sent", async () => {
        const { data } = await api.get(
          "/admin/user-lifecycle/events?type=email_not_sent",
          bearer(token)
        )
        return data.count === 1
      })
      await sql("ALTER TABLE notification_provider_of_nobody RENAME TO notification_provider")
    })
  }
)
