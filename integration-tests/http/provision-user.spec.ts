import { useBackend } from "../helpers/backend"
import { bearer, decodeToken, login, openSession, signInWithSso } from "../helpers/http"

const PASSWORD = "correct horse battery staple"

// Strangers may register here, as Medusa lets them: what they could do with it is tested.
const options = { invites: { registration: "open" } }

useBackend({ options }, ({ api, createAdminWithToken, outbox, sql }) => {
  let root: { id: string; credential: ReturnType<typeof bearer> }

  beforeEach(async () => {
    const { user, token } = await createAdminWithToken({
      email: "root@example.com",
      password: PASSWORD,
    })
    root = { id: user.id, credential: bearer(token) }
  })

  const provision = (body: Record<string, unknown>) =>
    api.post("/admin/users", body, root.credential)

  /** Everything that a provision may write, to show that a refused one wrote nothing. */
  const countRows = () =>
    sql(`SELECT
      (SELECT count(*)::int FROM "user") AS users,
      (SELECT count(*)::int FROM auth_identity) AS identities,
      (SELECT count(*)::int FROM provider_identity) AS logins,
      (SELECT count(*)::int FROM user_access) AS access,
      (SELECT count(*)::int FROM lifecycle_event) AS events`)

  describe("POST /admin/users", () => {
    it("creates a user who can log in at once, with everything in its place", async () => {
      const { status, data } = await provision({
        email: "  Ada@Example.com ",
        password: PASSWORD,
        first_name: "Ada",
        last_name: "Lovelace",
        avatar_url: "https://example.com/ada.png",
        metadata: { team: "engines" },
      })

      expect(status).toBe(200)
      expect(data.user).toMatchObject({
        email: "ada@example.com",
        first_name: "Ada",
        last_name: "Lovelace",
        avatar_url: "https://example.com/ada.png",
        metadata: { team: "engines" },
        deleted_at: null,
      })
      expect(JSON.stringify(data)).not.toContain(PASSWORD)

      const token = await login(api, "ada@example.com", PASSWORD)
      expect(decodeToken(token)).toMatchObject({ actor_id: data.user.id, actor_type: "user" })
      expect((await api.get("/admin/products", bearer(token))).status).toBe(200)
      expect((await api.get("/admin/users/me", bearer(token))).data.user.id).toBe(data.user.id)

      expect(await sql("SELECT user_id, status, tokens_valid_after FROM user_access")).toEqual([
        { user_id: data.user.id, status: "active", tokens_valid_after: null },
      ])
    })

    it("writes who did it, and from where, to the ledger", async () => {
      const { data } = await provision({ email: "ada@example.com", password: PASSWORD })

      const { status, data: ledger } = await api.get(
        `/admin/user-lifecycle/events?user_id=${data.user.id}`,
        root.credential
      )
      expect(status).toBe(200)
      expect(ledger).toMatchObject({ count: 1, offset: 0, limit: 50 })
      expect(ledger.events).toEqual([
        expect.objectContaining({
          type: "user_provisioned",
          user_id: data.user.id,
          email: "ada@example.com",
          actor_type: "user",
          actor_id: root.id,
          ip_address: expect.stringMatching(/127\.0\.0\.1|::1/),
          data: expect.objectContaining({ provider: "emailpass", login: "created" }),
        }),
      ])
      expect(JSON.stringify(ledger)).not.toMatch(/password|token/)
    })

    it("answers 422 for an email that is taken, in any case, and writes nothing", async () => {
      await provision({ email: "ada@example.com", password: PASSWORD })
      const before = await countRows()

      for (const email of ["ada@example.com", "ADA@EXAMPLE.COM", " Ada@example.com"]) {
        const { status, data } = await provision({ email, password: PASSWORD })
        expect(status).toBe(422)
        expect(data).toMatchObject({ type: "duplicate_error" })
        expect(data.message).toContain("ada@example.com")
      }
      expect(await countRows()).toEqual(before)
    })

    it("cancels the invite to the email: nobody has to invite a user", async () => {
      const email = "ada@example.com"
      const { data } = await api.post("/admin/invites", { email }, root.credential)
      expect((await provision({ email, password: PASSWORD })).status).toBe(200)

      const found = await api.get(
        "/admin/user-lifecycle/findings?kind=invite_for_user",
        root.credential
      )
      expect(found.data).toMatchObject({ count: 0 })
      const accepted = await api.post("/admin/invites/accept", {
        token: data.invite.token,
        password: PASSWORD,
      })
      expect([accepted.status, accepted.data.code]).toEqual([
        401,
        "user_lifecycle.invite_cancelled",
      ])
    })

    it("finds a user whom Medusa stored with capitals", async () => {
      await createAdminWithToken({ email: "Grace@Example.com", password: PASSWORD })

      expect((await provision({ email: "grace@example.com", password: PASSWORD })).status).toBe(422)
    })

    it("lets one of 50 parallel provisions of an email win", async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          provision({
            email: index % 2 ? "ada@example.com" : "ADA@example.com",
            password: PASSWORD,
          })
        )
      )
      const statuses = answers.map(({ status }) => status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      expect(statuses.filter((status) => status === 422)).toHaveLength(49)
      expect(
        await sql(`SELECT count(*)::int AS n FROM "user" WHERE email = 'ada@example.com'`)
      ).toEqual([{ n: 1 }])
      expect(
        await sql(
          "SELECT count(*)::int AS n FROM provider_identity WHERE lower(entity_id) = 'ada@example.com'"
        )
      ).toEqual([{ n: 1 }])
    })

    it("lets the person log in with their email in any case", async () => {
      await provision({ email: "Ada@Example.com", password: PASSWORD })

      await login(api, "ada@example.com", PASSWORD)
      await login(api, "ADA@EXAMPLE.COM", PASSWORD)
      const wrong = await api.post("/auth/user/emailpass", {
        email: "ADA@EXAMPLE.COM",
        password: "wrong password",
      })
      expect(wrong.status).toBe(401)
    })
  })

  describe('POST /auth/user/emailpass/register, with invites.registration "open"', () => {
    it("answers strangers as Medusa does: a token of nobody's, once for each email", async () => {
      const path = "/auth/user/emailpass"
      const stranger = { email: "stranger@example.com", password: PASSWORD }
      const { status, data } = await api.post(`${path}/register`, stranger)
      expect([status, decodeToken(data.token).actor_id]).toEqual([200, ""])
      const again = await api.post(`${path}/register`, { ...stranger, password: "another one" })
      expect([again.status, again.data.message]).toEqual([
        401,
        "Identity with email already exists",
      ])
      const loggedIn = await api.post(path, stranger)
      expect([loggedIn.status, decodeToken(loggedIn.data.token).actor_id]).toEqual([200, ""])
      expect((await api.get("/admin/products", bearer(loggedIn.data.token))).status).toBe(401)
    })
  })

  describe("an email that a stranger registered before", () => {
    const strangersPassword = "the password of a stranger"

    it("becomes the person's, and the stranger's password is dead", async () => {
      for (const email of ["ada@example.com", "Ada@Example.com"]) {
        await api.post("/auth/user/emailpass/register", { email, password: strangersPassword })
      }

      const { status } = await provision({ email: "ada@example.com", password: PASSWORD })

      expect(status).toBe(200)
      await login(api, "ada@example.com", PASSWORD)
      for (const email of ["ada@example.com", "Ada@Example.com"]) {
        const answer = await api.post("/auth/user/emailpass", {
          email,
          password: strangersPassword,
        })
        expect(answer.status).toBe(401)
      }
      expect(await sql("SELECT data->>'login' AS login FROM lifecycle_event")).toEqual([
        { login: "replaced" },
      ])
    })

    it("is of no use to the token that the stranger got", async () => {
      const registered = await api.post("/auth/user/emailpass/register", {
        email: "ada@example.com",
        password: strangersPassword,
      })
      await provision({ email: "ada@example.com", password: PASSWORD })

      const refreshed = await api.post(
        "/auth/token/refresh",
        undefined,
        bearer(registered.data.token)
      )
      expect(refreshed.status).toBeGreaterThanOrEqual(400)
      expect((await api.get("/admin/users", bearer(registered.data.token))).status).toBe(401)
    })
  })

  describe("an email that is also a customer's login", () => {
    const customersPassword = "the password of a customer"

    const registerCustomer = async (email: string) => {
      const { data } = await api.post("/auth/customer/emailpass/register", {
        email,
        password: customersPassword,
      })
      const [key] = await sql<{ token: string }>(
        "SELECT token FROM api_key WHERE type = 'publishable'"
      )
      const credential = bearer(data.token)
      const created = await api.post(
        "/store/customers",
        { email },
        { headers: { ...credential.headers, "x-publishable-api-key": key.token } }
      )
      expect(created.status).toBe(200)
      return created.data.customer.id as string
    }

    const loginAsCustomer = (email: string, password: string) =>
      api.post("/auth/customer/emailpass", { email, password })

    it("stays the customer's, and logs the user in as well", async () => {
      const customerId = await registerCustomer("ada@example.com")

      const { status, data } = await provision({ email: "ada@example.com", password: PASSWORD })

      expect(status).toBe(200)
      const asCustomer = await loginAsCustomer("ada@example.com", customersPassword)
      expect(decodeToken(asCustomer.data.token)).toMatchObject({ actor_id: customerId })
      const asUser = await login(api, "ada@example.com", PASSWORD)
      expect(decodeToken(asUser)).toMatchObject({ actor_id: data.user.id })
      expect(
        await sql("SELECT app_metadata FROM auth_identity WHERE app_metadata ? 'customer_id'")
      ).toEqual([{ app_metadata: { customer_id: customerId, user_id: data.user.id } }])
    })

    it("does not open the back office with the customer's password, which anybody may have chosen", async () => {
      await registerCustomer("ada@example.com")
      await provision({ email: "ada@example.com", password: PASSWORD })

      for (const path of [
        "/auth/user/emailpass",
        "/auth/%75ser/emailpass",
        "/auth/user/%65mailpass",
        "/AUTH/user/emailpass/",
        "/auth//user/emailpass",
      ]) {
        const answer = await api.post(path, {
          email: "ada@example.com",
          password: customersPassword,
        })
        expect([path, answer.data.token]).toEqual([path, undefined])
      }
      expect((await loginAsCustomer("ada@example.com", PASSWORD)).status).toBe(401)
    })

    it("keeps both passwords apart when the admin's is reset", async () => {
      await registerCustomer("ada@example.com")
      await provision({ email: "ada@example.com" })
      const email = await outbox.waitFor(({ to }) => to === "ada@example.com")
      const token = new URL(String(email.data?.set_password_url)).searchParams.get("token") ?? ""

      const early = await api.post("/auth/user/emailpass", {
        email: "ada@example.com",
        password: customersPassword,
      })
      expect(early.status).toBe(401)

      const updated = await api.post(
        "/auth/user/emailpass/update",
        { password: PASSWORD },
        bearer(token)
      )
      expect(updated.status).toBe(200)
      await login(api, "ada@example.com", PASSWORD)
      expect((await loginAsCustomer("ada@example.com", customersPassword)).status).toBe(200)
      expect((await loginAsCustomer("ada@example.com", PASSWORD)).status).toBe(401)
    })

    it("can be linked again after Medusa's own deletion has left user_id: null", async () => {
      const customerId = await registerCustomer("ada@example.com")
      await sql(`UPDATE auth_identity SET app_metadata = app_metadata || '{"user_id": null}'`)

      const { status, data } = await provision({ email: "ada@example.com", password: PASSWORD })

      expect(status).toBe(200)
      expect(decodeToken(await login(api, "ada@example.com", PASSWORD))).toMatchObject({
        actor_id: data.user.id,
      })
      const asCustomer = await loginAsCustomer("ada@example.com", customersPassword)
      expect(decodeToken(asCustomer.data.token)).toMatchObject({ actor_id: customerId })
    })
  })

  describe("without a password", () => {
    it("sends an email with which the person, and nobody before, can set one", async () => {
      const { status, data } = await provision({ email: "ada@example.com" })
      expect(status).toBe(200)

      const email = await outbox.waitFor(({ to }) => to === "ada@example.com")
      expect(email.template).toBe("user-lifecycle.set-password")
      expect(email.content?.subject).toContain("set your password")
      const link = /http\S+reset-password\?token=(\S+)/.exec(email.content?.text ?? "")
      expect(link).not.toBeNull()
      expect(email.content?.html).toContain("/app/reset-password?token=")

      for (const password of ["", "undefined", "null", PASSWORD]) {
        const answer = await api.post("/auth/user/emailpass", {
          email: "ada@example.com",
          password,
        })
        expect(answer.status).toBe(401)
      }

      const token = bearer(link?.[1] ?? "")
      const set = await api.post("/auth/user/emailpass/update", { password: PASSWORD }, token)
      expect(set.status).toBe(200)
      expect(decodeToken(await login(api, "ada@example.com", PASSWORD))).toMatchObject({
        actor_id: data.user.id,
      })
      const again = await api.post(
        "/auth/user/emailpass/update",
        { password: "x".repeat(12) },
        token
      )
      expect(again.status).toBe(401)
      await login(api, "ada@example.com", PASSWORD)
    })

    it("says in the ledger that the email was sent, once", async () => {
      await provision({ email: "ada@example.com" })

      const deadline = Date.now() + 10_000
      let events: unknown[] = []
      while (!events.length && Date.now() < deadline) {
        const { data } = await api.get(
          "/admin/user-lifecycle/events?type=email_sent",
          root.credential
        )
        events = data.events
      }
      expect(events).toEqual([
        expect.objectContaining({ email: "ada@example.com", actor_type: "system" }),
      ])
      expect(outbox.read()).toHaveLength(1)
    })

    it("sends another one to a person who asks for a reset before they have a password", async () => {
      await provision({ email: "ada@example.com" })
      await outbox.waitFor(({ to }) => to === "ada@example.com")
      outbox.clear()

      await api.post("/auth/user/emailpass/reset-password", { identifier: "ADA@example.com" })

      await outbox.waitFor(({ to }) => to === "ada@example.com")
    })

    it("sends another one where an admin asks for it, which lives as long as the first until there is a password", async () => {
      const { data } = await provision({ email: "ada@example.com" })
      const ask = async () => {
        outbox.clear()
        const answer = await api.post(
          `/admin/users/${data.user.id}/reset-password`,
          {},
          root.credential
        )
        const { exp, iat } = decodeToken(answer.data.token)
        const { template } = await outbox.waitFor(({ to }) => to === "ada@example.com")
        return { token: answer.data.token, template, lives: Number(exp) - Number(iat) }
      }
      await outbox.waitFor(({ to }) => to === "ada@example.com")
      const first = await ask()
      expect(first).toMatchObject({ template: "user-lifecycle.set-password", lives: 86_400 })
      const set = await api.post(
        "/auth/user/emailpass/update",
        { password: PASSWORD },
        bearer(first.token)
      )
      expect(set.status).toBe(200)
      expect(await ask()).toMatchObject({ template: "user-lifecycle.reset-password", lives: 900 })
    })
  })

  describe("with a login at another provider", () => {
    const auth = { provider: "test-sso", entity_id: "sso|ada" }

    it("links it beforehand: the first sign-in is the user's", async () => {
      const { status, data } = await provision({ email: "ada@example.com", auth })
      expect(status).toBe(200)

      const token = await signInWithSso(api, { sub: "sso|ada", email: "ada@example.com" })
      expect(decodeToken(token)).toMatchObject({ actor_id: data.user.id })
      expect((await api.get("/admin/users/me", bearer(token))).status).toBe(200)
      expect((await openSession(api, token)).headers.cookie).toBeTruthy()
      expect(outbox.read()).toEqual([])
    })

    it("links the identity of somebody who has signed in before", async () => {
      await signInWithSso(api, { sub: "sso|ada", email: "ada@example.com" })

      const { data } = await provision({ email: "ada@example.com", auth })

      const token = await signInWithSso(api, { sub: "sso|ada", email: "ada@example.com" })
      expect(decodeToken(token)).toMatchObject({ actor_id: data.user.id })
    })

    it("refuses the login of another living user", async () => {
      await provision({ email: "ada@example.com", auth })
      const before = await countRows()

      const { status, data } = await provision({ email: "grace@example.com", auth })

      expect([status, data.type]).toEqual([422, "duplicate_error"])
      expect(await countRows()).toEqual(before)
    })

    it("refuses a provider that is not there", async () => {
      const { status, data } = await provision({
        email: "ada@example.com",
        auth: { provider: "nowhere", entity_id: "1" },
      })
      expect([status, data.code]).toEqual([400, "user_lifecycle.auth_provider_unknown"])
      expect(data.message).toContain("emailpass, test-sso")
    })
  })

  describe("PATCH /admin/users/:id", () => {
    it("is core's update under another verb", async () => {
      const { data } = await provision({ email: "ada@example.com", password: PASSWORD })
      const { status, data: patched } = await api.patch(
        `/admin/users/${data.user.id}`,
        { first_name: "Augusta" },
        root.credential
      )
      expect([status, patched.user.first_name]).toEqual([200, "Augusta"])
    })
  })
})
