import { useBackend } from "../helpers/backend"
import { apiKey, bearer, type Credential, decodeToken, login, openSession } from "../helpers/http"
import { describeCoreRoutes } from "../suites/core-routes"

const PASSWORD = "correct horse battery staple"

/*
 * What Medusa does on its own. Each test shows a hole, on the version that is installed, that another suite shows closed
 * with the plugin; it is named behind the description. Where one of these fails after an update of Medusa, the hole is
 * closed there, and the plugin may have less to do.
 */
useBackend({ plugin: "off" }, (backend) => {
  const { api, createAdmin, createAdminWithToken, getContainer, outbox, sql } = backend

  describeCoreRoutes(backend)

  describe("Medusa without the plugin", () => {
    let root: { id: string; token: string; credential: Credential }
    let ada: { id: string; token: string; credential: Credential }

    beforeEach(async () => {
      const admin = async (email: string) => {
        const { user, token } = await createAdminWithToken({ email, password: PASSWORD })
        return { id: user.id, token, credential: bearer(token) }
      }
      root = await admin("root@example.com")
      ada = await admin("ada@example.com")
    })

    const remove = (id: string) => api.delete(`/admin/users/${id}`, root.credential)

    it("has no route that creates a user (provision-user: creates a user who can log in at once)", async () => {
      const { status } = await api.post(
        "/admin/users",
        { email: "grace@example.com", password: PASSWORD },
        root.credential
      )
      expect(status).toBe(404)
    })

    it("leaves half a person when the recipe of three calls stops (crash: provisions)", async () => {
      await api.post("/auth/user/emailpass/register", {
        email: "grace@example.com",
        password: PASSWORD,
      })
      // Here the caller dies. The email is now taken by nobody:
      const again = await api.post("/auth/user/emailpass/register", {
        email: "grace@example.com",
        password: "another password",
      })
      expect([again.status, again.data.message]).toEqual([
        401,
        "Identity with email already exists",
      ])
    })

    it("takes a deleted user's token, session and API key, and hands out new ones (offboard-user: ends every kind of access)", async () => {
      const session = await openSession(api, ada.token)
      const key = await api.post("/admin/api-keys", { title: "k", type: "secret" }, ada.credential)
      expect((await remove(ada.id)).status).toBe(200)
      expect((await api.get(`/admin/users/${ada.id}`, root.credential)).status).toBe(404)

      for (const credential of [ada.credential, session, apiKey(key.data.api_key.token)]) {
        expect((await api.get("/admin/products", credential)).status).toBe(200)
      }
      expect((await api.post("/auth/session", undefined, ada.credential)).status).toBe(200)
      const invited = await api.post("/admin/invites", { email: "ada@example.com" }, ada.credential)
      expect(invited.status).toBe(200)
    })

    it("removes one of a deleted user's logins (offboard-user: removes every login)", async () => {
      await sql(
        `INSERT INTO auth_identity (id, app_metadata) VALUES ('zzz', jsonb_build_object('user_id', $1::text))`,
        [ada.id]
      )
      await remove(ada.id)
      expect(
        await sql("SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])
      ).toHaveLength(1)
    })

    it("can't link a login again that is also a customer's (provision-user: can be linked again)", async () => {
      const { setAuthAppMetadataWorkflow } = await import("@medusajs/medusa/core-flows")
      await sql(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}'
                 WHERE app_metadata->>'user_id' = $1`,
        [ada.id]
      )
      await remove(ada.id)
      const [identity] = await sql<{ id: string; app_metadata: unknown }>(
        "SELECT id, app_metadata FROM auth_identity WHERE app_metadata->>'customer_id' = 'cus_1'"
      )
      expect(identity.app_metadata).toEqual({ customer_id: "cus_1", user_id: null })
      await expect(
        setAuthAppMetadataWorkflow(getContainer()).run({
          input: { authIdentityId: identity.id, actorType: "user", value: root.id },
        })
      ).rejects.toMatchObject({ message: expect.stringContaining("already exists") })
    })

    it("lets a stranger squat an email (provision-user: becomes the person's)", async () => {
      await api.post("/auth/user/emailpass/register", {
        email: "grace@example.com",
        password: "the password of a stranger",
      })
      await expect(createAdmin({ email: "grace@example.com", password: PASSWORD })).rejects.toThrow(
        "already exists"
      )
    })

    it("makes two people of two spellings of an email (provision-user: answers 422)", async () => {
      await createAdmin({ email: "ADA@example.com", password: PASSWORD })
      const first = decodeToken(await login(api, "ada@example.com", PASSWORD)).actor_id
      const second = decodeToken(await login(api, "ADA@example.com", PASSWORD)).actor_id
      expect(first).not.toBe(second)
    })

    it("sends no email for an invite (emails: sends an email with a link)", async () => {
      await api.post("/admin/invites", { email: "grace@example.com" }, root.credential)
      expect(outbox.read()).toEqual([])
    })

    it("lets two admins delete each other, and nobody is left (offboard-user: the last active admin)", async () => {
      const answers = await Promise.all([
        remove(ada.id),
        api.delete(`/admin/users/${root.id}`, ada.credential),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect(await sql(`SELECT id FROM "user" WHERE deleted_at IS NULL`)).toEqual([])
    })

    it("records nothing (ledger)", async () => {
      await remove(ada.id)
      expect((await api.get("/admin/user-lifecycle/events", root.credential)).status).toBe(404)
    })
  })
})
