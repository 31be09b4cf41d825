import type { IUserModuleService } from "@medusajs/framework/types"
import { generateJwtToken, Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { useFailingWorkflows } from "../helpers/failing-workflows"
import { bearer, login, signInWithSso } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"

const EMAIL = "grace@example.com"

useBackend({}, (backend) => {
  const { api, getContainer, sql } = backend
  const people = usePeople(backend)
  const makeAndUndo = useFailingWorkflows(backend)

  const invite = async (email = EMAIL) => {
    const { status, data } = await api.post("/admin/invites", { email }, people.root.credential)
    expect(status).toBe(200)
    return data.invite as { id: string; token: string }
  }

  const accept = (body: Record<string, unknown>) => api.post("/admin/invites/accept", body)

  const acceptAs = (token: string, credential: { headers: Record<string, string> }, body = {}) =>
    api.post(`/admin/invites/accept?token=${token}`, body, credential)

  const register = async (email = EMAIL, password = PASSWORD) => {
    const { data } = await api.post("/auth/user/emailpass/register", { email, password })
    return bearer(data.token)
  }

  const users = async (email = EMAIL) =>
    await sql<{ id: string }>(`SELECT id FROM "user" WHERE email = $1 AND deleted_at IS NULL`, [
      email,
    ])

  /** Every way to be refused, and what it is told apart by. */
  const refusals: Record<string, (invited: { id: string; token: string }) => Promise<unknown>> = {
    invite_expired: ({ id }) => sql("UPDATE invite SET expires_at = now() WHERE id = $1", [id]),
    invite_replaced: ({ id }) =>
      api.post(`/admin/invites/${id}/resend`, {}, people.root.credential),
    invite_cancelled: ({ id }) => api.delete(`/admin/invites/${id}`, people.root.credential),
    invite_used: ({ token }) => accept({ token, password: PASSWORD }),
    email_taken: async () => {
      await sql(`ALTER TABLE invite DISABLE TRIGGER USER; ALTER TABLE "user" DISABLE TRIGGER USER`)
      await sql(`INSERT INTO "user" (id, email) VALUES ('user_taken', 'GRACE@example.com')`)
      await sql(`ALTER TABLE invite ENABLE TRIGGER USER; ALTER TABLE "user" ENABLE TRIGGER USER`)
    },
  }

  describe("POST /admin/invites/accept in one call", () => {
    it("makes the invited person an admin, without a credential, and answers a token that works", async () => {
      const { id, token } = await invite("Grace@Example.com")
      const { status, data } = await accept({
        token,
        password: PASSWORD,
        first_name: "Grace",
        last_name: "Hopper",
      })

      expect(status).toBe(200)
      expect(data.user).toMatchObject({ email: EMAIL, first_name: "Grace", last_name: "Hopper" })
      expect(data.login).toEqual({
        provider: "emailpass",
        entity_id: EMAIL,
        keeps_customer_password: false,
      })
      const me = await api.get("/admin/users/me", bearer(data.token))
      expect({ status: me.status, id: me.data.user.id }).toEqual({ status: 200, id: data.user.id })
      await login(api, EMAIL, PASSWORD)

      const { data: open } = await api.get("/admin/invites", people.root.credential)
      expect(open.invites).toEqual([])
      const [entry] = await people.ledger(data.user)
      expect(entry).toMatchObject({
        type: "user_provisioned",
        data: { provider: "emailpass", login: "created", invites_accepted: [id] },
      })
      expect(JSON.stringify(entry)).not.toContain(token)
    })

    it("counts as a login", async () => {
      const { token } = await invite()
      const { data } = await accept({ token, password: PASSWORD })
      const { data: answer } = await api.get(
        `/admin/users/${data.user.id}/access`,
        people.root.credential
      )
      expect(answer.access.last_login_at).toEqual(expect.any(String))
    })

    it("hands out no token to somebody whose access ended while they accepted", async () => {
      const { token } = await invite()
      await sql(`
        CREATE FUNCTION end_access() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN NEW.status := 'suspended'; RETURN NEW; END $$;
        CREATE TRIGGER end_access BEFORE INSERT ON user_access FOR EACH ROW EXECUTE FUNCTION end_access()`)
      const { status, data } = await accept({ token, password: PASSWORD })
      expect({ status, code: data.code }).toEqual({
        status: 401,
        code: "user_lifecycle.user_suspended",
      })
      expect(data.token).toBeUndefined()
      await sql("DROP FUNCTION end_access CASCADE")
    })

    it("is open to somebody who is back, also where an old email to them is tried again", async () => {
      const former = await people.provision(EMAIL)
      await people.act("offboard", former)
      await sql(
        `INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, status, next_attempt_at)
         VALUES ('uemail_old', 'old', 'access-restored', $1, 'user', $2, 'user_restored', 'failed', now())`,
        [EMAIL, former.id]
      )
      const { token } = await invite()
      const retried = await api.post(
        "/admin/user-lifecycle/emails/uemail_old/retry",
        undefined,
        people.root.credential
      )
      expect(retried.status).toBe(200)
      const entries = await sql(
        "SELECT 1 FROM lifecycle_event WHERE user_id = $1 AND type = 'email_retried'",
        [former.id]
      )
      expect(entries).toHaveLength(1)

      expect((await accept({ token, password: PASSWORD })).status).toBe(200)
    })

    it("replaces a login that a stranger registered with the email", async () => {
      const { token } = await invite()
      const stranger = await register(EMAIL, "a stranger's password")
      const { status } = await accept({ token, password: PASSWORD })

      expect(status).toBe(200)
      expect((await people.logIn(EMAIL, "a stranger's password")).status).toBe(401)
      await login(api, EMAIL, PASSWORD)
      expect(await people.status(stranger)).toBe(401)
    })

    it("leaves a customer's password alone, which opens the shop and nothing else", async () => {
      const customer = { email: EMAIL, password: "the customer's password" }
      await people.registerCustomer(customer.email, customer.password)
      const { token } = await invite()
      const { status, data } = await accept({ token, password: PASSWORD })

      expect(status).toBe(200)
      expect(data.login).toMatchObject({ entity_id: EMAIL, keeps_customer_password: true })
      expect(await people.status(bearer(data.token))).toBe(200)
      expect((await people.logIn(EMAIL, customer.password)).status).toBe(401)
      await login(api, EMAIL, PASSWORD)
      expect((await api.post("/auth/customer/emailpass", customer)).status).toBe(200)
    })

    it("tells an invited person whose email another user logs in with no more than that", async () => {
      const { token } = await invite()
      await sql(
        "UPDATE provider_identity SET entity_id = $1 WHERE entity_id = 'root@example.com'",
        [EMAIL]
      )
      const { status, data } = await accept({ token, password: PASSWORD })
      expect({ status, code: data.code }).toEqual({
        status: 401,
        code: "user_lifecycle.email_taken",
      })
      expect(JSON.stringify(data)).not.toContain(people.root.id)
      expect(await users()).toEqual([])
    })

    it("refuses another email than the one that was invited", async () => {
      const { token } = await invite()
      const { status, data } = await accept({ token, password: PASSWORD, email: "eve@example.com" })
      expect({ status, code: data.code }).toEqual({
        status: 400,
        code: "user_lifecycle.invite_email_mismatch",
      })
      expect((await accept({ token, password: PASSWORD, email: "GRACE@example.com" })).status).toBe(
        200
      )
    })

    it("refuses a weak password, and the invite can be accepted with another one", async () => {
      const { token } = await invite()
      const { status, data } = await accept({ token, password: "short" })
      expect({ status, code: data.code }).toEqual({
        status: 400,
        code: "user_lifecycle.password_too_weak",
      })
      expect((await accept({ token, password: PASSWORD })).status).toBe(200)
    })

    it.each([
      [{ token: "x" }],
      [{ password: PASSWORD }],
      [{ token: 1, password: PASSWORD }],
      [{ token: "x", password: PASSWORD, roles: ["super"] }],
      [{ token: "x", password: PASSWORD, first_name: "a".repeat(256) }],
    ])("refuses the body %j", async (body) => {
      expect((await accept(body)).status).toBe(400)
    })

    it("tells somebody without a token of this shop nothing more than that", async () => {
      const { id, token } = await invite()
      const foreign = generateJwtToken({ id, email: EMAIL }, { secret: "guess", expiresIn: "1d" })
      const [head, body] = token.split(".")
      const tokens = ["x", "a.b.c", foreign, `${head}.${body}.x`, people.root.token]
      for (const each of tokens) {
        const { status, data } = await accept({ token: each, password: PASSWORD })
        expect({ each, status, code: data.code }).toEqual({
          each,
          status: 401,
          code: "user_lifecycle.invite_invalid",
        })
        expect(data.message).not.toContain(EMAIL)
      }
      expect(await users()).toEqual([])
    })

    it("refuses an email that was a suspended person's, who would come back as somebody else", async () => {
      const ada = await people.provision("ada@example.com")
      await people.act("change-email", ada, { email: "lovelace@example.com" })
      const { token } = await invite("ada@example.com")
      await people.act("suspend", ada)
      const { status, data } = await accept({ token, password: PASSWORD })
      expect({ status, code: data.code }).toEqual({
        status: 401,
        code: "user_lifecycle.user_suspended",
      })
      await people.act("reactivate", ada)
      expect((await accept({ token, password: PASSWORD })).status).toBe(200)
    })

    it("takes a body of text for what it is", async () => {
      const headers = { "content-type": "text/plain" }
      const { status } = await api.post("/admin/invites/accept", "password", { headers })
      expect(status).toBe(401)
    })

    it("lets one of several win who accept at the same moment, and tells the others", async () => {
      const { token } = await invite()
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => accept({ token, password: PASSWORD }))
      )
      const [won, lost] = [200, 401].map((status) =>
        answers.filter((each) => each.status === status)
      )
      expect(won).toHaveLength(1)
      expect(lost.map(({ data }) => data.code)).toEqual(
        Array.from({ length: 7 }, () => "user_lifecycle.invite_used")
      )
      expect(await users()).toHaveLength(1)
    })

    it("works for somebody who was offboarded, and is invited afterwards", async () => {
      const ada = await people.provision("ada@example.com")
      const { token: early } = await invite("linus@example.com")
      await people.act("offboard", ada)
      const { token } = await invite("ada@example.com")
      const { status, data } = await accept({ token, password: PASSWORD })
      expect(status).toBe(200)
      expect(data.user.id).not.toBe(ada.id)
      expect(await people.status(ada.credential)).toBe(401)
      expect((await accept({ token: early, password: PASSWORD })).status).toBe(200)
    })
  })

  describe("POST /admin/invites/accept in two steps", () => {
    it("makes the invited person an admin with the login that they registered, as the dashboard does", async () => {
      const { token } = await invite()
      const registered = await register()
      const { status, data } = await acceptAs(token, registered, {
        email: EMAIL,
        first_name: "Grace",
        last_name: "Hopper",
      })
      expect(status).toBe(200)
      expect(data.user).toMatchObject({ email: EMAIL, first_name: "Grace" })
      expect(await people.status(bearer(await login(api, EMAIL, PASSWORD)))).toBe(200)
      expect((await people.ledger(data.user))[0]).toMatchObject({
        type: "user_provisioned",
        data: { provider: "emailpass", login: "linked" },
      })
    })

    it("does so with a login at an identity provider", async () => {
      const { token } = await invite()
      const claims = { sub: "grace", email: EMAIL }
      const { status, data } = await acceptAs(token, bearer(await signInWithSso(api, claims)))
      expect(status).toBe(200)
      const again = await signInWithSso(api, claims)
      expect((await api.get("/admin/users/me", bearer(again))).data.user.id).toBe(data.user.id)
    })

    it("does so with a customer's login, to whoever knows its password", async () => {
      const customer = { email: EMAIL, password: "the customer's password" }
      await people.registerCustomer(customer.email, customer.password)
      const { token } = await invite()

      const proof = await api.post("/auth/user/emailpass", customer)
      const { status } = await acceptAs(token, bearer(proof.data.token))
      expect(status).toBe(200)
      expect(await people.status(bearer(await login(api, EMAIL, customer.password)))).toBe(200)
    })

    it("refuses another email than the one that was invited", async () => {
      const { token } = await invite()
      const { status, data } = await acceptAs(token, await register(), { email: "eve@example.com" })
      expect({ status, code: data.code }).toEqual({
        status: 400,
        code: "user_lifecycle.invite_email_mismatch",
      })
      expect(await users("eve@example.com")).toEqual([])
    })

    const letAMinutePass = () =>
      sql(
        `UPDATE provider_identity SET provider_metadata = provider_metadata || jsonb_build_object(
           'user_lifecycle_registered_at', (provider_metadata->>'user_lifecycle_registered_at')::timestamptz - interval '1 minute'
         ) WHERE jsonb_exists(provider_metadata, 'user_lifecycle_registered_at')`
      )

    it("keeps the registration of the invited person, whoever registers the email before they accept", async () => {
      const { token } = await invite()
      const invited = await register()
      for (const email of [EMAIL, "GRACE@example.com"]) {
        const answer = await api.post("/auth/user/emailpass/register", {
          email,
          password: "the password of a stranger",
        })
        expect([email, answer.status, answer.data.token]).toEqual([email, 401, undefined])
      }
      // Medusa knows somebody who registers again by their password.
      expect((await register()).headers.authorization).toEqual(expect.stringMatching(/^Bearer .+/))
      expect((await acceptAs(token, invited)).status).toBe(200)
      await login(api, EMAIL, PASSWORD)
    })

    it("says so where the registration is gone", async () => {
      const { token } = await invite()
      const invited = await register()
      await letAMinutePass()
      await register(EMAIL, "the password of a stranger")
      const { status, data } = await acceptAs(token, invited)
      expect({ status, code: data.code }).toEqual({
        status: 401,
        code: "user_lifecycle.login_gone",
      })
    })

    it("makes room for the invited person where a stranger has registered the email before", async () => {
      const { token } = await invite()
      const stranger = await register(EMAIL, "the password of a stranger")
      await letAMinutePass()
      const invited = await register(EMAIL, PASSWORD)
      expect((await acceptAs(token, stranger)).status).toBe(401)
      expect((await acceptAs(token, invited)).status).toBe(200)
      await login(api, EMAIL, PASSWORD)
      expect((await people.logIn(EMAIL, "the password of a stranger")).status).toBe(401)
    })

    it("makes room for the invited person where an admin has registered the email for somebody", async () => {
      const { token } = await invite()
      await api.post(
        "/auth/user/emailpass/register",
        { email: EMAIL, password: "the password of an admin" },
        people.root.credential
      )
      await letAMinutePass()
      expect((await acceptAs(token, await register())).status).toBe(200)
      await login(api, EMAIL, PASSWORD)
    })

    it("refuses a password login of another email, invited or not", async () => {
      const { token } = await invite()
      await invite("vic@example.com")
      await invite("eve@example.com")
      const eve = await register("eve@example.com")
      await sql("DELETE FROM invite WHERE email = 'eve@example.com'")
      for (const credential of [eve, await register("vic@example.com")]) {
        const { status, data: refused } = await acceptAs(token, credential)
        expect({ status, code: refused.code }).toEqual({
          status: 400,
          code: "user_lifecycle.invite_email_mismatch",
        })
      }
      expect(await users()).toEqual([])
    })

    it("refuses a login of somebody who was offboarded since, at an identity provider or a customer's", async () => {
      const { data } = await api.post(
        "/admin/users",
        { email: "ada@example.com", auth: { provider: "test-sso", entity_id: "sub-1" } },
        people.root.credential
      )
      const { token } = await invite()
      await people.act("offboard", data.user)
      const signIn = async () => bearer((await people.signIn("sub-1", { email: EMAIL })).data.token)
      const refused = await acceptAs(token, await signIn())
      expect([refused.status, refused.data.code]).toEqual([401, "user_lifecycle.not_invited"])

      const [open] = await sql<{ id: string }>("SELECT id FROM invite WHERE deleted_at IS NULL")
      const { data: again } = await api.post(
        `/admin/invites/${open.id}/resend`,
        {},
        people.root.credential
      )
      expect((await acceptAs(again.invite.token, await signIn())).status).toBe(200)
    })

    it("refuses an admin, and somebody with neither password nor credential", async () => {
      const { token } = await invite()
      expect((await acceptAs(token, people.root.credential)).status).toBe(400)
      expect((await acceptAs(token, { headers: {} })).status).toBe(401)
    })
  })

  describe.each(Object.keys(refusals))("an invite that is refused with %s", (name) => {
    const code = `user_lifecycle.${name}`

    it("says so in one call", async () => {
      const invited = await invite()
      await refusals[name](invited)
      const before = await users()
      const { status, data } = await accept({ token: invited.token, password: PASSWORD })
      expect({ status, code: data.code }).toEqual({ status: 401, code })
      expect(await users()).toEqual(before)
    })

    it("says so in two steps, and before an email that differs", async () => {
      const invited = await invite()
      const registered = await register()
      await refusals[name](invited)
      const { status, data } = await acceptAs(invited.token, registered, {
        email: "eve@example.com",
      })
      expect({ status, code: data.code }).toEqual({ status: 401, code })
    })
  })

  describe("acceptInviteWithPasswordWorkflow", () => {
    it("opens the invite again where a larger workflow fails later", async () => {
      const { id, token } = await invite()
      await register(EMAIL, "a stranger's password")
      const before = await sql("SELECT * FROM invite WHERE id = $1", [id])
      const logins = await sql(
        "SELECT id, entity_id, provider_metadata FROM provider_identity ORDER BY id"
      )

      let madeMeanwhile: unknown[] = []
      await makeAndUndo(
        "acceptInviteWithPasswordWorkflow",
        { token, password: PASSWORD },
        async () => {
          madeMeanwhile = await users()
        }
      )
      expect(madeMeanwhile).toHaveLength(1)

      expect(await sql("SELECT * FROM invite WHERE id = $1", [id])).toEqual(before)
      expect(
        await sql("SELECT id, entity_id, provider_metadata FROM provider_identity ORDER BY id")
      ).toEqual(logins)
      expect(await users()).toEqual([])
      const service: IUserModuleService = getContainer().resolve(Modules.USER)
      await expect(service.validateInviteToken(token)).resolves.toMatchObject({ id })
    })
  })
})
