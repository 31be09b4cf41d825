import { useBackend } from "../helpers/backend"
import { useFailingWorkflows } from "../helpers/failing-workflows"
import { bearer, login } from "../helpers/http"
import { PASSWORD, type Person, usePeople } from "../helpers/people"
import { loadWorkflows } from "../helpers/workflows"

/** What Medusa's `softDeleteAuthIdentities` and `softDeleteProviderIdentities` mark. */
const TABLES = ["auth_identity", "provider_identity"] as const

type Table = (typeof TABLES)[number]

useBackend({}, (backend) => {
  const { api, getContainer, outbox, sql } = backend
  const people = usePeople(backend)
  const makeAndUndo = useFailingWorkflows(backend)

  /** Marks a login, or its identity, as deleted, as other code can; its name stays taken. */
  const markAsDeleted = async (table: Table, name: string) => {
    const rows = await sql(
      table === "auth_identity"
        ? `UPDATE auth_identity SET deleted_at = now() WHERE id IN (
             SELECT auth_identity_id FROM provider_identity WHERE entity_id = $1
           ) RETURNING id`
        : "UPDATE provider_identity SET deleted_at = now() WHERE entity_id = $1 RETURNING id",
      [name]
    )
    expect(rows).toHaveLength(1)
  }

  const findings = async () => {
    const { data } = await api.get("/admin/user-lifecycle/findings", people.root.credential)
    return data.findings
  }
  const repair = async (body: object) => {
    const { data } = await api.post(
      "/admin/user-lifecycle/findings/repair",
      body,
      people.root.credential
    )
    return data.results
  }
  const get = async (path: string) => (await api.get(path, people.root.credential)).data

  /** Follows the link that somebody was sent, and logs in with the password that they set. */
  const setPasswordAndLogIn = async (email: string) => {
    const { deliverEmailsWorkflow } = await loadWorkflows()
    await deliverEmailsWorkflow(getContainer()).run({ input: {} })
    const sent = await outbox.waitFor(({ to, data }) => to === email && !!data?.set_password_url)
    const token = new URL(String(sent.data?.set_password_url)).searchParams.get("token")
    const { status } = await api.post(
      "/auth/user/emailpass/update",
      { password: "another good password" },
      bearer(String(token))
    )
    expect(status).toBe(200)
    await login(api, email, "another good password")
  }

  const rowsOf = async ({ id }: Person) => ({
    identities: await sql(
      "SELECT id, deleted_at FROM auth_identity WHERE app_metadata->>'user_id' = $1 ORDER BY id",
      [id]
    ),
    logins: await sql(
      `SELECT p.* FROM provider_identity p JOIN auth_identity i ON i.id = p.auth_identity_id
       WHERE i.app_metadata->>'user_id' = $1 ORDER BY p.id`,
      [id]
    ),
  })

  beforeEach(() => repair({ kinds: ["access_missing"] }))

  describe.each(TABLES)("a login of which the %s is marked as deleted", (table) => {
    it("is no way in, and none by what is listed, found, frozen and exported", async () => {
      const ada = await people.provision("ada@example.com")
      expect(await findings()).toEqual([])
      await markAsDeleted(table, ada.email)
      outbox.clear()

      expect((await people.logIn(ada.email)).status).toBe(401)
      // What other code, or a reset, makes of it opens nothing either.
      await api.post("/auth/user/emailpass/reset-password", { identifier: ada.email })
      expect(
        (await api.post(`/admin/users/${ada.id}/reset-password`, {}, people.root.credential)).status
      ).toBe(400)
      const { deliverEmailsWorkflow } = await loadWorkflows()
      await deliverEmailsWorkflow(getContainer()).run({ input: {} })
      expect(outbox.read()).toEqual([])

      const { people: listed } = await get("/admin/user-lifecycle/people?q=ada%40example.com")
      expect(listed).toMatchObject([{ login_methods: [], awaits_password: false }])
      const { count } = await get("/admin/user-lifecycle/people?login_method=none")
      expect(count).toBe(1)
      expect((await get("/admin/user-lifecycle/people?login_method=emailpass")).count).toBe(1)
      const { access } = await get(`/admin/users/${ada.id}/access`)
      expect(access.identities.flatMap(({ providers }: { providers: [] }) => providers)).toEqual([])
      const exported: string = await get("/admin/user-lifecycle/people/export?format=ndjson")
      const lines = exported
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
      expect(lines.find(({ email }) => email === ada.email).login_methods).toEqual([])
      const opened = await api.post(
        "/admin/user-lifecycle/access-reviews",
        { title: "Spring" },
        people.root.credential
      )
      const { items } = await get(
        `/admin/user-lifecycle/access-reviews/${opened.data.access_review.id}/items`
      )
      const frozen = items.find(({ user_id }: { user_id: string }) => user_id === ada.id)
      expect(frozen.snapshot.login_methods).toEqual([])

      expect(await findings()).toMatchObject([
        {
          id: `user_without_login:${ada.id}`,
          is_destructive: true,
          message: expect.stringContaining("or is deleted: ada@example.com."),
        },
      ])
    })

    it("makes room for another where the repair is named, and never comes back", async () => {
      const ada = await people.provision("ada@example.com")
      await markAsDeleted(table, ada.email)
      outbox.clear()
      const id = `user_without_login:${ada.id}`
      expect(await repair({})).toEqual([])
      expect(await repair({ ids: [id] })).toMatchObject([{ id, status: "repaired" }])
      expect((await people.logIn(ada.email)).status).toBe(401)
      expect((await rowsOf(ada)).logins).toMatchObject([{ entity_id: ada.email, deleted_at: null }])
      await setPasswordAndLogIn(ada.email)
      expect(await findings()).toEqual([])
    })

    it("goes with its person, whose end keeps it from coming back, and is in nobody's way when they do", async () => {
      const ada = await people.provision("ada@example.com")
      await markAsDeleted(table, ada.email)
      outbox.clear()
      expect((await people.act("offboard", ada)).status).toBe(200)
      expect(await rowsOf(ada)).toEqual({ identities: [], logins: [] })
      expect((await people.act("restore", ada)).status).toBe(200)
      await setPasswordAndLogIn(ada.email)
      expect(await findings()).toEqual([])
    })

    it("is as it was before where what removed it is undone", async () => {
      const ada = await people.provision("ada@example.com")
      await markAsDeleted(table, ada.email)
      const before = await rowsOf(ada)
      await makeAndUndo("offboardUserWorkflow", { user_id: ada.id }, async () => {
        expect(await rowsOf(ada)).toEqual({ identities: [], logins: [] })
      })
      expect(await rowsOf(ada)).toEqual(before)
    })

    it("gives its name to a new person, whose customer's other login it leaves alone", async () => {
      await sql(
        `INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_customer', '{"customer_id": "cus_1"}')`
      )
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id) VALUES
           ('provid_mail', 'grace@example.com', 'emailpass', 'authid_customer'),
           ('provid_sso', 'sso|grace', 'test-sso', 'authid_customer')`
      )
      await markAsDeleted(table, "grace@example.com")
      const grace = await people.provision("grace@example.com")
      expect((await rowsOf(grace)).logins).toMatchObject([{ entity_id: grace.email }])
      expect(
        await sql("SELECT id FROM provider_identity WHERE auth_identity_id = 'authid_customer'")
      ).toEqual([{ id: "provid_sso" }])
    })

    it("gives its name to a login at an identity provider", async () => {
      const ada = await people.provision("ada@example.com")
      await people.linkSso(ada, "sso|1")
      await markAsDeleted(table, "sso|1")
      expect((await people.signIn("sso|1")).status).not.toBe(200)
      const { status, data } = await api.post(
        "/admin/users",
        { email: "grace@example.com", auth: { provider: "test-sso", entity_id: "sso|1" } },
        people.root.credential
      )
      expect(status).toBe(200)
      const { token } = (await people.signIn("sso|1")).data
      const me = await api.get("/admin/users/me", bearer(token))
      expect(me.data.user.id).toBe(data.user.id)
    })

    it("gives its name to somebody whose email changes to it, until that is undone", async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com")
      await sql(`UPDATE "user" SET email = 'hopper@example.com' WHERE id = $1`, [grace.id])
      await markAsDeleted(table, "grace@example.com")
      const before = [await rowsOf(ada), await rowsOf(grace)]
      const input = { user_id: ada.id, email: "grace@example.com" }
      await makeAndUndo("changeUserEmailWorkflow", input, async () => {
        await login(api, "grace@example.com", PASSWORD)
      })
      expect([await rowsOf(ada), await rowsOf(grace)]).toEqual(before)
      expect((await people.act("change-email", ada, { email: "grace@example.com" })).status).toBe(
        200
      )
      await login(api, "grace@example.com", PASSWORD)
    })

    it("takes nothing from a login that is spelled otherwise", async () => {
      const ada = await people.provision("ada@example.com")
      await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_loud', $1)", [
        JSON.stringify({ user_id: ada.id }),
      ])
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('provid_loud', 'ADA@example.com', 'emailpass', 'authid_loud')`
      )
      await markAsDeleted(table, "ADA@example.com")
      expect(await findings()).toEqual([])
      for (const name of ["ada@example.com", "ADA@example.com", "Ada@Example.com"]) {
        await login(api, name, PASSWORD)
      }
    })

    it("accepts no invite", async () => {
      const { data } = await api.post(
        "/admin/invites",
        { email: "grace@example.com" },
        people.root.credential
      )
      const registered = await api.post("/auth/user/emailpass/register", {
        email: "grace@example.com",
        password: PASSWORD,
      })
      await markAsDeleted(table, "grace@example.com")
      const { status } = await api.post(
        `/admin/invites/accept?token=${data.invite.token}`,
        {},
        bearer(registered.data.token)
      )
      expect(status).toBe(401)
      expect(await sql(`SELECT 1 FROM "user" WHERE email = 'grace@example.com'`)).toEqual([])
    })
  })
})
