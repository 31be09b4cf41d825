import type { Backend } from "../helpers/backend"
import { apiKey, bearer, type Credential, openSession } from "../helpers/http"

const PASSWORD = "correct horse battery staple"

/** What Medusa's own routes do, with and without the plugin. Both suites run exactly this. */
export function describeCoreRoutes({ api, createAdminWithToken, outbox, sql }: Backend): void {
  describe("Medusa's own routes", () => {
    let root: { id: string; token: string; credential: Credential }

    beforeEach(async () => {
      const { user, token } = await createAdminWithToken({
        email: "root@example.com",
        password: PASSWORD,
        first_name: "Root",
      })
      root = { id: user.id, token, credential: bearer(token) }
    })

    it("list, show and update users", async () => {
      const list = await api.get("/admin/users?limit=1", root.credential)
      expect([list.status, list.data.count, list.data.limit]).toEqual([200, 1, 1])
      expect(Object.keys(list.data.users[0]).sort()).toEqual([
        "avatar_url",
        "created_at",
        "deleted_at",
        "email",
        "first_name",
        "id",
        "last_name",
        "metadata",
        "updated_at",
      ])
      expect((await api.get("/admin/users/me", root.credential)).data.user.id).toBe(root.id)
      expect((await api.get(`/admin/users/${root.id}`, root.credential)).data.user.id).toBe(root.id)
      expect((await api.get("/admin/users/user_nobody", root.credential)).status).toBe(404)
      const updated = await api.post(
        `/admin/users/${root.id}`,
        { last_name: "Admin" },
        root.credential
      )
      expect([updated.status, updated.data.user.last_name]).toEqual([200, "Admin"])
    })

    it("log in, refresh, open and close a session", async () => {
      const wrong = await api.post("/auth/user/emailpass", {
        email: "root@example.com",
        password: "wrong",
      })
      expect([wrong.status, wrong.data.message]).toEqual([401, "Invalid email or password"])
      const unknown = await api.post("/auth/user/emailpass", {
        email: "nobody@example.com",
        password: PASSWORD,
      })
      expect([unknown.status, unknown.data.message]).toEqual([401, "Invalid email or password"])
      for (const body of [{}, { email: 1, password: PASSWORD }, { email: "root@example.com" }]) {
        expect((await api.post("/auth/user/emailpass", body)).status).toBe(401)
      }

      const refreshed = await api.post("/auth/token/refresh", undefined, root.credential)
      expect((await api.get("/admin/users/me", bearer(refreshed.data.token))).status).toBe(200)
      const session = await openSession(api, root.token)
      expect((await api.get("/admin/users/me", session)).status).toBe(200)
      expect((await api.delete("/auth/session", session)).status).toBe(200)
      expect((await api.get("/admin/users/me", session)).status).toBe(401)
      expect((await api.get("/admin/users/me")).data).toEqual({ message: "Unauthorized" })
    })

    it("invite, accept in two steps, resend and delete", async () => {
      const created = await api.post(
        "/admin/invites",
        { email: "grace@example.com" },
        root.credential
      )
      expect(created.status).toBe(200)
      const { id, token } = created.data.invite
      expect((await api.get("/admin/invites", root.credential)).data.count).toBe(1)

      const resent = await api.post(`/admin/invites/${id}/resend`, {}, root.credential)
      expect(resent.data.invite.token).not.toBe(token)

      const registered = await api.post("/auth/user/emailpass/register", {
        email: "grace@example.com",
        password: PASSWORD,
      })
      const accept = (inviteToken: string) =>
        api.post(
          `/admin/invites/accept?token=${inviteToken}`,
          { first_name: "Grace" },
          bearer(registered.data.token)
        )
      expect((await accept(token)).status).toBe(401)
      const accepted = await accept(resent.data.invite.token)
      expect([accepted.status, accepted.data.user.email]).toEqual([200, "grace@example.com"])

      const other = await api.post(
        "/admin/invites",
        { email: "linus@example.com" },
        root.credential
      )
      const deleted = await api.delete(`/admin/invites/${other.data.invite.id}`, root.credential)
      expect([deleted.status, deleted.data.deleted]).toEqual([200, true])
      const taken = await api.post("/admin/invites", { email: "root@example.com" }, root.credential)
      expect(taken.status).toBe(400)
      expect(outbox).toBeDefined()
    })

    it("reset a password with the token that an admin is given", async () => {
      const { data } = await api.post(`/admin/users/${root.id}/reset-password`, {}, root.credential)
      const updated = await api.post(
        "/auth/user/emailpass/update",
        { password: "another password" },
        bearer(data.token)
      )
      expect(updated.status).toBe(200)
      for (const [password, status] of [
        [PASSWORD, 401],
        ["another password", 200],
      ]) {
        const answer = await api.post("/auth/user/emailpass", {
          email: "root@example.com",
          password,
        })
        expect(answer.status).toBe(status)
      }
    })

    it("create, use, revoke and delete API keys", async () => {
      const { data } = await api.post(
        "/admin/api-keys",
        { title: "key", type: "secret" },
        root.credential
      )
      const key = apiKey(data.api_key.token)
      expect((await api.get("/admin/products", key)).status).toBe(200)
      expect((await api.get("/custom", key)).status).toBe(200)
      expect((await api.delete(`/admin/api-keys/${data.api_key.id}`, root.credential)).status).toBe(
        400
      )
      const revoked = await api.post(
        `/admin/api-keys/${data.api_key.id}/revoke`,
        {},
        root.credential
      )
      expect(revoked.data.api_key.revoked_by).toBe(root.id)
      expect((await api.get("/admin/products", key)).status).toBe(401)
      expect((await api.delete(`/admin/api-keys/${data.api_key.id}`, root.credential)).status).toBe(
        200
      )
    })

    it("let customers register, log in, change and reset", async () => {
      const email = "customer@example.com"
      const [publishable] = await sql<{ token: string }>(
        "SELECT token FROM api_key WHERE type = 'publishable'"
      )
      const store = (token: string) => ({
        headers: { ...bearer(token).headers, "x-publishable-api-key": publishable.token },
      })
      const registered = await api.post("/auth/customer/emailpass/register", {
        email,
        password: PASSWORD,
      })
      const created = await api.post("/store/customers", { email }, store(registered.data.token))
      expect(created.status).toBe(200)
      const { data } = await api.post("/auth/customer/emailpass", { email, password: PASSWORD })
      expect((await api.get("/store/customers/me", store(data.token))).status).toBe(200)
      const updated = await api.post(
        "/store/customers/me",
        { first_name: "Carl" },
        store(data.token)
      )
      expect([updated.status, updated.data.customer.first_name]).toEqual([200, "Carl"])
      expect((await api.post("/auth/token/refresh", undefined, bearer(data.token))).status).toBe(
        200
      )
      const session = await openSession(api, data.token)
      expect((await api.delete("/auth/session", session)).status).toBe(200)
      const reset = await api.post("/auth/customer/emailpass/reset-password", { identifier: email })
      expect(reset.status).toBe(201)
      expect((await api.get("/admin/products", bearer(data.token))).status).toBe(401)
      // An email is as case-sensitive to customers as Medusa has it.
      const capitals = await api.post("/auth/customer/emailpass", {
        email: "CUSTOMER@example.com",
        password: PASSWORD,
      })
      expect(capitals.status).toBe(401)
    })

    it("guard a route of the application", async () => {
      expect((await api.get("/custom", root.credential)).data).toEqual({ actor_id: root.id })
      expect((await api.get("/custom", await openSession(api, root.token))).status).toBe(200)
      expect((await api.get("/custom")).data).toEqual({ message: "Unauthorized" })
      expect((await api.get("/public", root.credential)).data).toEqual({
        ok: true,
        actor_id: root.id,
      })
    })
  })
}
