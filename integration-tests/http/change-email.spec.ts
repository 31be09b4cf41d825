import { useBackend } from "../helpers/backend"
import { bearer, login, openSession } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"

const NEW = "lovelace@example.com"

useBackend({ options: { provisioning: { allowed_email_domains: ["example.com"] } } }, (backend) => {
  const { api, outbox, sql } = backend
  const people = usePeople(backend)

  const loginsOf = (id: string) =>
    sql(
      `SELECT p.provider, p.entity_id FROM auth_identity i
       JOIN provider_identity p ON p.auth_identity_id = i.id WHERE i.app_metadata->>'user_id' = $1 ORDER BY 1`,
      [id]
    )

  /** The token in the link that somebody was sent to set a first password. */
  const linkTo = async (email: string) => {
    const sent = await outbox.waitFor(
      ({ to, content }) => to === email && !!content?.text?.includes("token=")
    )
    const [, token] = /token=([^&\s"]+)/.exec(sent.content?.text ?? "") ?? []
    return decodeURIComponent(token)
  }

  describe("POST /admin/users/:id/change-email", () => {
    it("changes the user and the password login together; the password stays, and tokens die", async () => {
      const ada = await people.provision("ada@example.com")
      await people.linkSso(ada, "sso|ada")
      const session = await openSession(api, ada.token)
      const resetToken = await requestResetToken(backend, ada.email)

      const { status, data } = await people.act("change-email", ada, {
        email: ` ${NEW.toUpperCase()} `,
        reason: "married",
      })

      expect([status, data.user.id, data.user.email]).toEqual([200, ada.id, NEW])
      expect(data.user_access.status).toBe("active")
      for (const credential of [ada.credential, session]) {
        expect((await api.get("/admin/products", credential)).data.code).toBe(
          "user_lifecycle.token_revoked"
        )
      }
      expect((await usePasswordToken(backend, resetToken, "another good password")).status).toBe(
        401
      )
      expect((await people.logIn(ada.email)).status).toBe(401)
      expect(await people.status(bearer(await login(api, NEW, PASSWORD)))).toBe(200)
      expect(await people.status(bearer((await people.signIn("sso|ada")).data.token))).toBe(200)
      expect(await loginsOf(ada.id)).toEqual([
        { provider: "emailpass", entity_id: NEW },
        { provider: "test-sso", entity_id: "sso|ada" },
      ])
      expect((await people.ledger(ada)).at(-1)).toMatchObject({
        type: "user_email_changed",
        reason: "married",
        actor_id: people.root.id,
        data: { former_email: "ada@example.com", login: "renamed" },
      })
    })

    it("answers 422 to an email that another user has, in any case, and writes nothing", async () => {
      const ada = await people.provision("ada@example.com")
      await people.provision("grace@example.com")
      const before = await people.ledger(ada)

      const { status, data } = await people.act("change-email", ada, { email: "GRACE@example.com" })

      expect([status, data.type]).toEqual([422, "duplicate_error"])
      expect(await people.ledger(ada)).toEqual(before)
      expect(await people.status(ada.credential)).toBe(200)
      expect((await people.logIn(ada.email)).status).toBe(200)
    })

    it("changes nothing for the email that the person has", async () => {
      const ada = await people.provision("ada@example.com")
      const { status } = await people.act("change-email", ada, { email: "ADA@example.com" })
      expect(status).toBe(200)
      expect(await people.status(ada.credential)).toBe(200)
      expect(await people.ledger(ada)).toHaveLength(1)
    })

    it("puts an email from before the plugin in the same case everywhere", async () => {
      const { user } = await backend.createAdminWithToken({
        email: "Ada@Example.com",
        password: PASSWORD,
      })
      expect((await people.act("change-email", user, { email: "ada@example.com" })).status).toBe(
        200
      )
      expect(await loginsOf(user.id)).toEqual([
        { provider: "emailpass", entity_id: "ada@example.com" },
      ])
      await login(api, "ada@example.com", PASSWORD)
    })

    it("cancels open invites to the new email, and what was sent to it lets nobody in", async () => {
      const ada = await people.provision("ada@example.com")
      const { data: invited } = await api.post(
        "/admin/invites",
        { email: NEW },
        people.root.credential
      )
      const { data: registered } = await api.post("/auth/user/emailpass/register", {
        email: NEW,
        password: "the password of the invited",
      })

      expect((await people.act("change-email", ada, { email: NEW })).status).toBe(200)

      const accepted = await api.post(
        `/admin/invites/accept?token=${invited.invite.token}`,
        { first_name: "x" },
        bearer(registered.token)
      )
      expect(accepted.status).toBe(401)
      expect((await people.logIn(NEW, "the password of the invited")).status).toBe(401)
      expect(await people.status(bearer(await login(api, NEW, PASSWORD)))).toBe(200)
      expect(await sql("SELECT id FROM invite WHERE deleted_at IS NULL")).toEqual([])
    })

    it("cancels open invites to the former email", async () => {
      const ada = await people.provision("ada@example.com")
      // Medusa invites users as well: as if it were older than the plugin.
      await sql("ALTER TABLE invite DISABLE TRIGGER USER")
      await sql(
        `INSERT INTO invite (id, email, accepted, token, expires_at)
         VALUES ('invite_former', 'ADA@example.com', false, 'x', now() + interval '1 day')`
      )
      await sql("ALTER TABLE invite ENABLE TRIGGER USER")
      expect((await people.act("change-email", ada, { email: NEW })).status).toBe(200)
      expect(await sql("SELECT id FROM invite WHERE deleted_at IS NULL")).toEqual([])
      expect((await people.ledger(ada)).at(-1)).toMatchObject({ data: { invites_cancelled: 1 } })
    })

    it("sends another link to whoever has no password yet: that to the former email is dead", async () => {
      const { data: made } = await api.post(
        "/admin/users",
        { email: "adda@example.com" },
        people.root.credential
      )
      const former = await linkTo("adda@example.com")

      expect((await people.act("change-email", made.user, { email: NEW })).status).toBe(200)

      expect((await usePasswordToken(backend, former, PASSWORD)).status).toBe(401)
      expect((await usePasswordToken(backend, await linkTo(NEW), PASSWORD)).status).toBe(200)
      expect(await people.status(bearer(await login(api, NEW, PASSWORD)))).toBe(200)
    })

    it("sends none to whoever is suspended, who gets one when they come back", async () => {
      const { data: made } = await api.post(
        "/admin/users",
        { email: "adda@example.com" },
        people.root.credential
      )
      await people.act("suspend", made.user)
      await people.act("change-email", made.user, { email: NEW })
      expect(await sql("SELECT 1 FROM auth_password_reset_token")).toEqual([])

      expect((await people.act("reactivate", made.user)).status).toBe(200)

      expect((await usePasswordToken(backend, await linkTo(NEW), PASSWORD)).status).toBe(200)
      await login(api, NEW, PASSWORD)
    })

    it("refuses whoever has another password login with the email, and says what to do", async () => {
      const ada = await people.provision("ada@example.com")
      await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_second', $1)", [
        { user_id: ada.id },
      ])
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('provid_second', $1, 'emailpass', 'authid_second')`,
        [NEW]
      )
      const before = await people.ledger(ada)

      const { status, data } = await people.act("change-email", ada, { email: NEW })

      expect([status, data.code]).toEqual([400, "user_lifecycle.logins_ambiguous"])
      expect(data.message).toContain("several_password_logins")
      expect(await people.ledger(ada)).toEqual(before)
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("leaves a customer's login where it is when the admin login moves away", async () => {
      const ada = await people.provision("ada@example.com")
      await sql(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}'
         WHERE app_metadata->>'user_id' = $1`,
        [ada.id]
      )

      expect((await people.act("change-email", ada, { email: NEW })).status).toBe(200)

      const customer = { email: "ada@example.com", password: PASSWORD }
      expect((await api.post("/auth/customer/emailpass", customer)).status).toBe(200)
      const former = await people.logIn("ada@example.com")
      expect(await people.status(bearer(former.data.token))).toBe(401)
      expect(await people.status(bearer(await login(api, NEW, PASSWORD)))).toBe(200)
      expect(await loginsOf(ada.id)).toEqual([{ provider: "emailpass", entity_id: NEW }])
    })

    it("moves the admin login beside a customer's that has the new email, each with its own password", async () => {
      const ada = await people.provision("ada@example.com")
      await api.post("/auth/customer/emailpass/register", {
        email: NEW,
        password: "the password of a customer",
      })
      await sql(
        `UPDATE auth_identity SET app_metadata = '{"customer_id": "cus_1"}' WHERE id = (
           SELECT auth_identity_id FROM provider_identity WHERE entity_id = $1)`,
        [NEW]
      )

      expect((await people.act("change-email", ada, { email: NEW })).status).toBe(200)

      expect((await people.logIn(NEW, "the password of a customer")).status).toBe(401)
      expect(await people.status(bearer(await login(api, NEW, PASSWORD)))).toBe(200)
      const customer = { email: NEW, password: "the password of a customer" }
      expect((await api.post("/auth/customer/emailpass", customer)).status).toBe(200)
    })

    it("works for somebody who signs in without a password, and keeps a suspension", async () => {
      const { data } = await api.post(
        "/admin/users",
        { email: "ada@example.com", auth: { provider: "test-sso", entity_id: "sso|ada" } },
        people.root.credential
      )
      const ada = data.user
      await people.act("suspend", ada, { reason: "leave" })
      const changed = await people.act("change-email", ada, { email: NEW })
      expect([
        changed.status,
        changed.data.user_access.status,
        changed.data.user_access.reason,
      ]).toEqual([200, "suspended", "leave"])
      await people.act("reactivate", ada)
      expect(await people.status(bearer((await people.signIn("sso|ada")).data.token))).toBe(200)
    })

    it("refuses somebody who is offboarded, and emails that provisioning would refuse", async () => {
      const ada = await people.provision("ada@example.com")
      for (const [email, code] of [
        ["nonsense", "user_lifecycle.email_invalid"],
        ["\u0430da@example.com", "user_lifecycle.email_mixes_scripts"],
        ["ada@example.net", "user_lifecycle.email_domain_not_allowed"],
      ]) {
        const { status, data } = await people.act("change-email", ada, { email })
        expect([status, data.code]).toEqual([400, code])
      }
      await people.act("offboard", ada)
      const { status, data } = await people.act("change-email", ada, { email: NEW })
      expect([status, data.code]).toEqual([400, "user_lifecycle.user_is_offboarded"])
    })

    it("lets one of two have an email that both want at the same moment", async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com")
      const answers = await Promise.all([
        people.act("change-email", ada, { email: NEW }),
        people.act("change-email", grace, { email: NEW }),
        api.post("/admin/users", { email: NEW, password: PASSWORD }, people.root.credential),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422])
    })

    it("lets two people swap their emails by way of a third", async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com", {
        password: "the password of grace",
      })
      for (const [person, email] of [
        [ada, NEW],
        [grace, ada.email],
        [ada, grace.email],
      ] as const) {
        expect((await people.act("change-email", person, { email })).status).toBe(200)
      }
      expect((await people.logIn(grace.email)).status).toBe(200)
      expect((await people.logIn(ada.email, "the password of grace")).status).toBe(200)
    })
  })
})
