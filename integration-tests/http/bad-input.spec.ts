import { useBackend } from "../helpers/backend"
import { apiKey, bearer, type Credential } from "../helpers/http"

const PASSWORD = "correct horse battery staple"

const options = {
  provisioning: {
    allowed_email_domains: ["example.com", "Example.org"],
    password: { min_length: 12 },
  },
}

useBackend({ options }, ({ api, createAdminWithToken, sql }) => {
  let root: { id: string; token: string; credential: Credential }

  beforeEach(async () => {
    const { user, token } = await createAdminWithToken({
      email: "root@example.com",
      password: PASSWORD,
    })
    root = { id: user.id, token, credential: bearer(token) }
  })

  /** The whole of what a lifecycle change may write. */
  const dump = () =>
    sql(`SELECT
      (SELECT jsonb_agg(to_jsonb(t))::text FROM "user" t) AS users,
      (SELECT jsonb_agg(to_jsonb(t))::text FROM auth_identity t) AS identities,
      (SELECT jsonb_agg(to_jsonb(t))::text FROM provider_identity t) AS logins,
      (SELECT jsonb_agg(to_jsonb(t))::text FROM user_access t) AS access,
      (SELECT jsonb_agg(to_jsonb(t))::text FROM invite t) AS invites,
      (SELECT count(*)::int FROM lifecycle_event t) AS events`)

  describe("POST /admin/users", () => {
    const email = "ada@example.com"
    const lone = String.fromCharCode(0xd800)

    const refused: [name: string, body: unknown, says: RegExp, code?: string][] = [
      ["no body", undefined, /email/],
      ["an empty body", {}, /email/],
      ["a list", [], /required/],
      ["no email", { password: PASSWORD }, /email/],
      ["an email that is a number", { email: 1 }, /email/],
      ["an email that is null", { email: null }, /email/],
      ["an empty email", { email: "" }, /not an email/, "email_invalid"],
      ["a name as email", { email: "ada" }, /not an email/, "email_invalid"],
      ["no domain", { email: "ada@" }, /not an email/, "email_invalid"],
      ["two at signs", { email: "ada@x@example.com" }, /not an email/, "email_invalid"],
      [
        "white space inside",
        { email: "ada lovelace@example.com" },
        /not an email/,
        "email_invalid",
      ],
      [
        "a header inside",
        { email: "ada@example.com\r\nBcc: x@example.com" },
        /not an email/,
        "email_invalid",
      ],
      ["a NUL inside", { email: "ada\u0000@example.com" }, /not an email/, "email_invalid"],
      ["a display name", { email: "Ada <ada@example.com>" }, /not an email/, "email_invalid"],
      [
        "a local part that is too long",
        { email: `${"a".repeat(65)}@example.com` },
        /not an email/,
        "email_invalid",
      ],
      ["an email that is too long", { email: `ada@${"x.".repeat(200)}com` }, /email/],
      [
        "letters that look like others",
        { email: "\u0430dmin@example.com" },
        /mixes letters/,
        "email_mixes_scripts",
      ],
      [
        "a domain that is not allowed",
        { email: "ada@example.net" },
        /allowed_email_domains/,
        "email_domain_not_allowed",
      ],
      [
        "a subdomain of an allowed one",
        { email: "ada@evil.example.com" },
        /allowed_email_domains/,
        "email_domain_not_allowed",
      ],
      [
        "a lookalike of an allowed one",
        { email: "ada@notexample.com" },
        /allowed_email_domains/,
        "email_domain_not_allowed",
      ],
      ["a short password", { email, password: "short" }, /at least 12/, "password_too_weak"],
      ["an empty password", { email, password: "" }, /at least 12/, "password_too_weak"],
      [
        "an endless password",
        { email, password: "x".repeat(1025) },
        /at most 1024/,
        "password_too_weak",
      ],
      ["a password that is a number", { email, password: 12345678901234 }, /password/],
      ["a password that is an object", { email, password: { sealed: "x" } }, /password/],
      ["a password that is null", { email, password: null }, /password/],
      ["a name that is too long", { email, first_name: "x".repeat(256) }, /first_name/],
      ["a name that is a list", { email, first_name: ["Ada"] }, /first_name/],
      ["a name with a NUL", { email, first_name: "A\u0000da" }, /NUL/],
      ["a name with half a character", { email, last_name: lone }, /surrogate/],
      ["a picture that is too long", { email, avatar_url: "x".repeat(2049) }, /avatar_url/],
      ["metadata that is a string", { email, metadata: "x" }, /metadata/],
      ["metadata with a NUL deep inside", { email, metadata: { a: [{ b: "\u0000" }] } }, /NUL/],
      ["metadata with a NUL in a key", { email, metadata: { "a\u0000": 1 } }, /NUL/],
      ["roles without RBAC", { email, roles: ["role_1"] }, /RBAC/, "roles_unavailable"],
      ["roles that are a string", { email, roles: "role_1" }, /roles/],
      ["an unknown field", { email, is_superuser: true }, /is_superuser/],
      ["an actor of one's choice", { email, actor: { type: "system" } }, /actor/],
      ["an id of one's choice", { email, id: "user_1" }, /id/],
      ["auth without an entity id", { email, auth: { provider: "test-sso" } }, /entity_id/],
      [
        "auth with an unknown field",
        { email, auth: { provider: "test-sso", entity_id: "1", x: 1 } },
        /x/,
      ],
      [
        "auth with the password provider",
        { email, auth: { provider: "emailpass", entity_id: email } },
        /password/,
      ],
      [
        "auth and a password",
        { email, password: PASSWORD, auth: { provider: "test-sso", entity_id: "1" } },
        /not both/,
      ],
      ["auth with a NUL", { email, auth: { provider: "test-sso", entity_id: "\u0000" } }, /NUL/],
    ]

    // Not four parameters: Jest would take the fourth, where a row has none, for a callback to wait for.
    it.each(refused)(
      "answers 400 to %s, says what is wrong, and writes nothing",
      async (_, body, says, ...rest) => {
        const [code] = rest
        const before = await dump()
        const { status, data } = await api.post("/admin/users", body, root.credential)
        expect([status, data.type]).toEqual([400, "invalid_data"])
        expect(data.message).toMatch(says)
        expect(data.code).toBe(code && `user_lifecycle.${code}`)
        expect(await dump()).toEqual(before)
      }
    )

    it("answers 400 to JSON that is not, and 413 to what is too large", async () => {
      const headers = { ...root.credential.headers, "content-type": "application/json" }
      expect((await api.post("/admin/users", "{", { headers })).status).toBe(400)
      const large = { email, metadata: { x: "x".repeat(200_000) } }
      expect((await api.post("/admin/users", large, root.credential)).status).toBe(413)
    })

    it("takes a name in which nothing can be seen for none", async () => {
      const body = { email, first_name: "\u200b\u2060", last_name: " \u200b\u3164 " }
      const { status, data } = await api.post("/admin/users", body, root.credential)
      expect(status).toBe(200)
      expect([data.user.first_name, data.user.last_name]).toEqual(["", ""])
    })

    it("takes an allowed domain in any case, and the longest password", async () => {
      const { status } = await api.post(
        "/admin/users",
        { email: "ada@EXAMPLE.org", password: "x".repeat(1024) },
        root.credential
      )
      expect(status).toBe(200)
    })
  })

  describe("POST /admin/users/:id/offboard", () => {
    it.each([
      ["a reason that is too long", { reason: "x".repeat(1001) }, /reason/],
      ["a reason with a NUL", { reason: "\u0000" }, /can't be stored/],
      ["a dry run that is a string", { dry_run: "yes" }, /dry_run/],
      ["an unknown field", { completes_deletion: true }, /completes_deletion/],
      ["another person's id in the body", { user_id: "user_1" }, /user_id/],
    ])("answers 400 to %s, and writes nothing", async (_, body, says) => {
      const { user } = await createAdminWithToken({ email: "ada@example.com", password: PASSWORD })
      const before = await dump()
      const { status, data } = await api.post(
        `/admin/users/${user.id}/offboard`,
        body,
        root.credential
      )
      expect([status, data.type]).toEqual([400, "invalid_data"])
      expect(data.message).toMatch(says)
      expect(await dump()).toEqual(before)
    })

    it("answers 404 to an id that nobody has", async () => {
      for (const id of ["user_nobody", "me", "%00", "..%2F..", "x".repeat(300)]) {
        const { status, data } = await api.post(`/admin/users/${id}/offboard`, {}, root.credential)
        expect([id, status, data.code]).toEqual([id, 404, "user_lifecycle.user_not_found"])
      }
    })

    it("works without a body", async () => {
      const { user } = await createAdminWithToken({ email: "ada@example.com", password: PASSWORD })
      const { status } = await api.post(
        `/admin/users/${user.id}/offboard`,
        undefined,
        root.credential
      )
      expect(status).toBe(200)
    })
  })

  const reason: [string, Record<string, unknown>, RegExp][] = [
    ["a reason that is too long", { reason: "x".repeat(1001) }, /reason/],
    ["a reason with a NUL", { reason: "\u0000" }, /can't be stored/],
    ["a reason that is a list", { reason: ["left"] }, /reason/],
    ["an unknown field", { status: "active" }, /status/],
    ["an actor of one's choice", { actor: { type: "system" } }, /actor/],
    ["another person's id in the body", { user_id: "user_1" }, /user_id/],
  ]
  const until: [string, Record<string, unknown>, RegExp][] = [
    ["an end that is no date", { until: "tomorrow" }, /until/],
    ["an end that is a number", { until: 4102444800000 }, /until/],
    ["an end without an offset", { until: "2099-01-01T00:00:00" }, /until/],
    ["an end on a day that is not", { until: "2099-02-30" }, /until/],
    ["an end beyond all years", { until: "+275760-09-14T00:00:00Z" }, /until/],
  ]
  const emails: [string, Record<string, unknown>, RegExp][] = [
    ["no email", {}, /email/],
    ["an email that is null", { email: null }, /email/],
    ["an email that is no email", { email: "ada" }, /not an email/],
    ["an email with a NUL", { email: "a\u0000@example.com" }, /not an email/],
    ["an email that is too long", { email: `ada@${"x.".repeat(200)}com` }, /email/],
    ["a domain that is not allowed", { email: "ada@example.net" }, /allowed_email_domains/],
  ]

  describe.each([
    ["suspend", {}, [...reason, ...until]],
    ["reactivate", {}, [...reason, ["an end", { until: "2099-01-01" }, /until/] as const]],
    ["restore", {}, reason],
    ["revoke-sessions", {}, reason],
    ["change-email", { email: "lovelace@example.com" }, [...reason, ...emails]],
  ])("POST /admin/users/:id/%s", (action, valid, refused) => {
    it("answers 400 to what is wrong, says what it is, and writes nothing", async () => {
      const { user } = await createAdminWithToken({ email: "ada@example.com", password: PASSWORD })
      const before = await dump()
      for (const [name, wrong, says] of refused) {
        const body = name.startsWith("no ") ? wrong : { ...valid, ...wrong }
        const { status, data } = await api.post(
          `/admin/users/${user.id}/${action}`,
          body,
          root.credential
        )
        expect([name, status, data.type]).toEqual([name, 400, "invalid_data"])
        expect(data.message).toMatch(says)
      }
      expect(await dump()).toEqual(before)
    })

    it("answers 404 to an id that nobody has", async () => {
      for (const id of ["user_nobody", "me", "%00", "..%2F..", "x".repeat(300)]) {
        const { status, data } = await api.post(
          `/admin/users/${id}/${action}`,
          valid,
          root.credential
        )
        expect([id, status, data.code]).toEqual([id, 404, "user_lifecycle.user_not_found"])
      }
    })
  })

  describe("POST /admin/user-lifecycle/revoke-all-sessions", () => {
    it.each(reason)("answers 400 to %s, and revokes nothing", async (_, body, says) => {
      const before = await dump()
      const { status, data } = await api.post(
        "/admin/user-lifecycle/revoke-all-sessions",
        body,
        root.credential
      )
      expect([status, data.type]).toEqual([400, "invalid_data"])
      expect(data.message).toMatch(says)
      expect(await dump()).toEqual(before)
    })
  })

  describe("PATCH /admin/users/:id", () => {
    /** As text: the client itself can't handle an object with that many levels. */
    const deep = (fields = "") =>
      `{${fields}"metadata":${'{"a":'.repeat(8000)}1${"}".repeat(8000)}}`
    const asJson = () => ({
      headers: { ...root.credential.headers, "content-type": "application/json" },
    })

    it.each([
      ["a name that is too long", JSON.stringify({ first_name: "x".repeat(256) })],
      ["a name with a NUL", '{"first_name":"\\u0000"}'],
      ["metadata with half a character", '{"metadata":{"a":"\\ud800"}}'],
      ["metadata with too many levels", deep()],
      ["an unknown field", '{"email":"other@example.com"}'],
    ])("answers 400 to %s, and writes nothing", async (_, body) => {
      const before = await dump()
      const { status, data } = await api.patch(`/admin/users/${root.id}`, body, asJson())
      expect([status, data.type]).toEqual([400, "invalid_data"])
      expect(await dump()).toEqual(before)
    })

    it("answers 404 to an id that nobody has", async () => {
      for (const id of ["user_nobody", "%00"]) {
        const answer = await api.patch(`/admin/users/${id}`, { first_name: "x" }, root.credential)
        expect([id, answer.status]).toEqual([id, 404])
      }
    })

    it("is not the only one that minds levels", async () => {
      const body = deep('"email":"ada@example.com",')
      expect((await api.post("/admin/users", body, asJson())).status).toBe(400)
    })
  })

  describe("an id that no invite can have", () => {
    it.each(["%00", "x".repeat(300)])("is not found: %s", async (id) => {
      const answers = [
        await api.post(`/admin/invites/${id}/resend`, {}, root.credential),
        await api.post(`/admin/invites/${id}/resent`, {}, root.credential),
        await api.delete(`/admin/invites/${id}`, root.credential),
      ]
      expect(answers.map(({ status, data }) => [status, data.type])).toEqual(
        answers.map(() => [404, "not_found"])
      )
    })
  })

  describe("wrong credentials", () => {
    it("get 401 on every route of the plugin, and nothing is written", async () => {
      const customer = await api.post("/auth/customer/emailpass/register", {
        email: "customer@example.com",
        password: PASSWORD,
      })
      const before = await dump()
      const credentials: [string, Credential | undefined][] = [
        ["none", undefined],
        ["garbage", bearer("garbage")],
        ["a customer's token", bearer(customer.data.token)],
        ["an unknown API key", apiKey("sk_unknown")],
        ["a token with another signature", bearer(root.token.slice(0, -4) + "AAAA")],
      ]
      for (const [name, credential] of credentials) {
        const answers = await Promise.all([
          api.post("/admin/users", { email: "ada@example.com", password: PASSWORD }, credential),
          api.patch(`/admin/users/${root.id}`, { first_name: "x" }, credential),
          api.post(`/admin/users/${root.id}/offboard`, {}, credential),
          api.delete(`/admin/users/${root.id}`, credential),
          ...["events", "events/export", "overview", "people", "people/export", "settings"].map(
            (path) => api.get(`/admin/user-lifecycle/${path}`, credential)
          ),
          ...["suspend", "reactivate", "restore", "revoke-sessions"].map((action) =>
            api.post(`/admin/users/${root.id}/${action}`, {}, credential)
          ),
          api.post(`/admin/users/${root.id}/change-email`, { email: "a@example.com" }, credential),
          api.get(`/admin/users/${root.id}/access`, credential),
          api.post("/admin/user-lifecycle/revoke-all-sessions", {}, credential),
          api.post("/auth/emailpass/user", undefined, credential),
        ])
        expect([name, answers.map(({ status }) => status)]).toEqual([name, answers.map(() => 401)])
      }
      expect(await dump()).toEqual(before)
    })

    it.each([
      "a\u0000@example.com",
      `a${String.fromCharCode(0xd800)}@example.com`,
      "a@example.com",
    ])("are told no more at the login than any others: %j", async (email) => {
      const { status, data } = await api.post("/auth/user/emailpass", { email, password: PASSWORD })
      expect([status, data.message]).toEqual([401, "Invalid email or password"])
    })
  })
})
