import { useBackend } from "../helpers/backend"
import { apiKey, bearer, type Credential, signInWithSso } from "../helpers/http"
import { uploadPeople } from "../helpers/people-file"

const PASSWORD = "correct horse battery staple"

// Admins sign in at an identity provider alone; the password provider is there for customers.
useBackend({ env: { USER_AUTH_METHODS: "test-sso" } }, (backend) => {
  const { api, createAdmin, sql } = backend
  let root: { id: string; credential: Credential }

  /** Somebody older than the setting, who has the password login that opens nothing any more, and one that does, if asked for. */
  const createPerson = async (name: string, sub?: string) => {
    const { id } = await createAdmin({ email: `${name}@example.com`, password: PASSWORD })
    if (sub) {
      await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ($1, $2::jsonb)", [
        `authid_${name}`,
        JSON.stringify({ user_id: id }),
      ])
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id) VALUES ($1, $2, 'test-sso', $3)`,
        [`provid_${name}`, sub, `authid_${name}`]
      )
    }
    return { id, email: `${name}@example.com` }
  }

  beforeEach(async () => {
    const { id } = await createPerson("root", "sso|root")
    root = { id, credential: bearer(await signInWithSso(api, { sub: "sso|root" })) }
  })

  const act = (action: string, id: string, credential = root.credential) =>
    api.post(`/admin/users/${id}/${action}`, {}, credential)
  const access = async (id: string) =>
    (await api.get(`/admin/users/${id}/access`, root.credential)).data.access

  it("refuses a password login, as the application says", async () => {
    const { status } = await api.post("/auth/user/emailpass", {
      email: "root@example.com",
      password: PASSWORD,
    })
    expect(status).toBe(400)
  })

  it("says so to whoever adds people", async () => {
    const { data } = await api.get("/admin/user-lifecycle/settings", root.credential)
    expect(data.login_methods).toEqual(["test-sso"])
  })

  describe("POST /admin/users/:id/restore", () => {
    it("makes no password login and sends no link, and lets the person sign in at the provider", async () => {
      const ada = await createPerson("ada", "sso|ada")
      expect((await act("offboard", ada.id)).status).toBe(200)

      const { status, data } = await act("restore", ada.id)
      expect([status, data.user_access.status]).toEqual([200, "active"])
      expect((await access(ada.id)).identities).toEqual([])
      const [{ data: told }] = await sql<{ data: unknown }>(
        "SELECT data FROM lifecycle_event WHERE user_id = $1 AND type = 'user_restored'",
        [ada.id]
      )
      expect(told).toEqual({ login: "none" })
      expect(await sql("SELECT 1 FROM email_delivery WHERE recipient = $1", [ada.email])).toEqual(
        []
      )

      const claims = { sub: "sso|ada", email: ada.email }
      const linked = await api.post(
        "/auth/test-sso/user",
        undefined,
        bearer(await signInWithSso(api, claims))
      )
      expect([linked.status, linked.data.user?.id]).toEqual([200, ada.id])
      const token = await signInWithSso(api, claims)
      expect((await api.get("/admin/users/me", bearer(token))).data.user.id).toBe(ada.id)
    })
  })

  describe("an audit", () => {
    const audit = async () => {
      const { data } = await api.get("/admin/user-lifecycle/findings", root.credential)
      return data.findings.map(({ kind, email }: { kind: string; email: string }) => [kind, email])
    }

    it("finds nothing wrong with people who sign in at the provider, or will, whatever passwords are left", async () => {
      const ada = await createPerson("ada")
      const grace = await createPerson("grace", "sso|grace")
      await sql(
        "UPDATE provider_identity SET entity_id = 'former@example.com' WHERE entity_id = 'grace@example.com'"
      )
      await act("offboard", grace.id)
      await act("restore", grace.id)
      const linus = await createPerson("linus", "sso|linus")
      await sql(
        "UPDATE provider_identity SET entity_id = 'other@example.com' WHERE entity_id = 'linus@example.com'"
      )
      // What people have of it who are older than the plugin.
      const harmless = ["access_missing"]
      expect((await audit()).filter(([kind]: string[]) => !harmless.includes(kind))).toEqual([])
      const repaired = await api.post("/admin/user-lifecycle/findings/repair", {}, root.credential)
      const results: { kind: string }[] = repaired.data.results
      expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(harmless))
      expect(await audit()).toEqual([])

      const whoSignsIn = async (claims: { sub: string; email?: string }) => {
        const token = bearer(await signInWithSso(api, claims))
        return (await api.get("/admin/users/me", token)).data.user?.id
      }
      for (const { id, email } of [ada, grace]) {
        const claims = { sub: `new|${id}`, email }
        const token = bearer(await signInWithSso(api, claims))
        expect((await api.post("/auth/test-sso/user", undefined, token)).status).toBe(200)
        expect(await whoSignsIn(claims)).toBe(id)
      }
      expect(await whoSignsIn({ sub: "sso|linus" })).toBe(linus.id)
    })
  })

  describe("POST /admin/users", () => {
    it("refuses whoever would have a password, now or later, and makes nobody", async () => {
      for (const body of [{}, { password: PASSWORD }]) {
        const { status, data } = await api.post(
          "/admin/users",
          { email: "ada@example.com", ...body },
          root.credential
        )
        expect([status, data.code]).toEqual([400, "user_lifecycle.auth_provider_unknown"])
        expect(data.message).toContain("test-sso")
      }
      expect(await sql(`SELECT 1 FROM "user" WHERE email = 'ada@example.com'`)).toEqual([])
    })

    it("takes a login at the provider, which opens the admin", async () => {
      const { status, data } = await api.post(
        "/admin/users",
        { email: "ada@example.com", auth: { provider: "test-sso", entity_id: "sso|ada" } },
        root.credential
      )
      expect(status).toBe(200)
      const token = await signInWithSso(api, { sub: "sso|ada" })
      expect((await api.get("/admin/users/me", bearer(token))).data.user.id).toBe(data.user.id)
    })
  })

  describe("an import", () => {
    it("refuses lines with a password, now or later, and takes logins at the provider", async () => {
      const { data } = await uploadPeople(api, root.credential, {
        content: `email,password,auth_provider,auth_entity_id
ada@example.com,${PASSWORD},,
grace@example.com,,,
linus@example.com,,test-sso,sso|linus
`,
        fields: { default_method: "set_password" },
      })
      const answer = await api.get(
        `/admin/user-lifecycle/imports/${data.import.id}/lines`,
        root.credential
      )
      const lines: { email: string; status: string; code: string | null }[] = answer.data.lines
      expect(lines.map(({ email, status, code }) => [email, status, code])).toEqual([
        ["ada@example.com", "invalid", "user_lifecycle.auth_provider_unknown"],
        ["grace@example.com", "invalid", "user_lifecycle.auth_provider_unknown"],
        ["linus@example.com", "ready", null],
      ])
    })
  })

  describe("the last admin", () => {
    const createScript = async () => {
      const { data } = await api.post(
        "/admin/api-keys",
        { title: "script", type: "secret" },
        root.credential
      )
      await sql("UPDATE api_key SET created_by = 'script' WHERE id = $1", [data.api_key.id])
      return apiKey(data.api_key.token)
    }

    it.each(["offboard", "suspend"])(
      "is whoever alone can sign in at the provider, whatever passwords others have: %s",
      async (action) => {
        const script = await createScript()
        const ada = await createPerson("ada")
        const refused = await act(action, root.id, script)
        expect([refused.status, refused.data.code]).toEqual([400, "user_lifecycle.last_admin"])

        await createPerson("grace", "sso|grace")
        expect((await act(action, root.id, script)).status).toBe(200)
        expect((await act(action, ada.id, script)).status).toBe(200)
      }
    )
  })
})
