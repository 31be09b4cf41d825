import { MedusaError, Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { deliverUserDeleted } from "../helpers/subscribers"
import { apiKey, bearer, type Credential, decodeToken, login, openSession } from "../helpers/http"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const PASSWORD = "correct horse battery staple"

useBackend({}, ({ api, createAdminWithToken, getContainer, sql }) => {
  let root: { id: string; token: string; credential: Credential }

  beforeEach(async () => {
    const { user, token } = await createAdminWithToken({
      email: "root@example.com",
      password: PASSWORD,
    })
    root = { id: user.id, token, credential: bearer(token) }
  })

  const provision = async (email: string) => {
    const { data } = await api.post("/admin/users", { email, password: PASSWORD }, root.credential)
    const token = await login(api, email, PASSWORD)
    return { id: data.user.id as string, token, credential: bearer(token) }
  }

  const createKey = async (credential: Credential, title = "key") => {
    const { data } = await api.post("/admin/api-keys", { title, type: "secret" }, credential)
    return { id: data.api_key.id as string, credential: apiKey(data.api_key.token) }
  }

  const offboard = (id: string, body: Record<string, unknown> = {}, credential = root.credential) =>
    api.post(`/admin/users/${id}/offboard`, body, credential)

  describe("POST /admin/users/:id/offboard", () => {
    it("ends every kind of access at once, and reports it", async () => {
      const ada = await provision("ada@example.com")
      const session = await openSession(api, ada.token)
      const key = await createKey(ada.credential)
      expect((await api.get("/admin/users/me", session)).status).toBe(200)
      expect((await api.get("/admin/products", key.credential)).status).toBe(200)

      const { status, data: report } = await offboard(ada.id, { reason: "left the company" })

      expect(status).toBe(200)
      expect(report).toMatchObject({
        user_id: ada.id,
        email: "ada@example.com",
        dry_run: false,
        changed: true,
        identities_removed: 1,
        identities_unlinked: 0,
        api_keys_revoked: 1,
        invites_cancelled: 0,
        api_keys: [{ id: key.id, title: "key" }],
      })

      const dead: Record<string, Promise<{ status: number; data: { code?: string } }>> = {
        bearer: api.get("/admin/products", ada.credential),
        session: api.get("/admin/products", session),
        "bearer on a route of the plugin": api.get("/admin/user-lifecycle/events", ada.credential),
        "bearer on a route of the application": api.get("/custom", ada.credential),
        "session on a route of the application": api.get("/custom", session),
        "bearer for a new session": api.post("/auth/session", undefined, ada.credential),
        "bearer for a refresh": api.post("/auth/token/refresh", undefined, ada.credential),
        "session for a refresh": api.post("/auth/token/refresh", undefined, session),
        "bearer for POST /auth/:auth_provider/user": api.post(
          "/auth/emailpass/user",
          undefined,
          ada.credential
        ),
        "bearer for MFA": api.get("/auth/mfa/factors", ada.credential),
        "bearer for inviting oneself": api.post(
          "/admin/invites",
          { email: "ada@example.com" },
          ada.credential
        ),
      }
      for (const [name, answer] of Object.entries(dead)) {
        const { status, data } = await answer
        expect([name, status, data.code]).toEqual([name, 401, "user_lifecycle.user_deleted"])
      }
      expect((await api.get("/admin/products", key.credential)).status).toBe(401)
      expect((await api.get("/custom", key.credential)).status).toBe(401)
      const loggedIn = await api.post("/auth/user/emailpass", {
        email: "ada@example.com",
        password: PASSWORD,
      })
      expect(loggedIn.status).toBe(401)
      expect((await api.get(`/admin/users/${ada.id}`, root.credential)).status).toBe(404)
    })

    it("treats a dead credential as none where none is needed", async () => {
      const ada = await provision("ada@example.com")
      const session = await openSession(api, ada.token)
      await offboard(ada.id)

      for (const credential of [ada.credential, session]) {
        expect((await api.get("/public", credential)).data).toEqual({ ok: true, actor_id: null })
      }
      const asRoot = await api.post(
        "/auth/user/emailpass",
        { email: "root@example.com", password: PASSWORD },
        ada.credential
      )
      expect(asRoot.status).toBe(200)
      const wrong = await api.post(
        "/auth/user/emailpass",
        { email: "root@example.com", password: "wrong" },
        ada.credential
      )
      expect(wrong.data.message).toBe("Invalid email or password")
    })

    it("leaves everybody else alone", async () => {
      const ada = await provision("ada@example.com")
      const grace = await provision("grace@example.com")
      const graceSession = await openSession(api, grace.token)
      const graceKey = await createKey(grace.credential)

      await offboard(ada.id)

      for (const credential of [
        grace.credential,
        graceSession,
        graceKey.credential,
        root.credential,
      ]) {
        expect((await api.get("/admin/products", credential)).status).toBe(200)
      }
    })

    it("removes every login of the person, not the first one only", async () => {
      const ada = await provision("ada@example.com")
      await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_sso', $1::jsonb)", [
        JSON.stringify({ user_id: ada.id }),
      ])
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('pid_sso', 'sso|ada', 'test-sso', 'authid_sso')`
      )

      const { data: report } = await offboard(ada.id)

      expect(report.identities_removed).toBe(2)
      expect(
        await sql("SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])
      ).toEqual([])
      expect(
        await sql(
          "SELECT id FROM provider_identity WHERE entity_id IN ('sso|ada', 'ada@example.com')"
        )
      ).toEqual([])
      const [{ data }] = await sql<{ data: { logins: unknown[] } }>(
        "SELECT data FROM lifecycle_event WHERE type = 'user_offboarded' AND user_id = $1",
        [ada.id]
      )
      expect(data.logins).toHaveLength(2)
      expect(data.logins).toEqual(
        expect.arrayContaining([
          { provider: "emailpass", entity_id: "ada@example.com" },
          { provider: "test-sso", entity_id: "sso|ada" },
        ])
      )
    })

    it("takes only the user link from a login that is also a customer's, so that it can be linked again", async () => {
      const ada = await provision("ada@example.com")
      await sql(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}'
                 WHERE app_metadata->>'user_id' = $1`,
        [ada.id]
      )

      const { data: report } = await offboard(ada.id)

      expect(report).toMatchObject({ identities_removed: 0, identities_unlinked: 1 })
      expect(
        await sql("SELECT app_metadata FROM auth_identity WHERE app_metadata ? 'customer_id'")
      ).toEqual([{ app_metadata: { customer_id: "cus_1" } }])
      const asCustomer = await api.post("/auth/customer/emailpass", {
        email: "ada@example.com",
        password: PASSWORD,
      })
      expect(decodeToken(asCustomer.data.token)).toMatchObject({ actor_id: "cus_1" })
      const asUser = await api.post("/auth/user/emailpass", {
        email: "ada@example.com",
        password: PASSWORD,
      })
      expect((await api.get("/admin/products", bearer(asUser.data.token))).status).toBe(401)

      const again = await provision("ada@example.com")
      expect((await api.get("/admin/products", again.credential)).status).toBe(200)
    })

    it("revokes keys that were made with the person's keys, too", async () => {
      const ada = await provision("ada@example.com")
      const first = await createKey(ada.credential, "first")
      const second = await createKey(first.credential, "second")
      const third = await createKey(second.credential, "third")

      const { data: report } = await offboard(ada.id)

      expect(report.api_keys.map(({ title }: { title: string }) => title)).toEqual([
        "first",
        "second",
        "third",
      ])
      expect((await api.get("/admin/products", third.credential)).status).toBe(401)
    })

    it("keeps the keys when told so, also after the event of the deletion", async () => {
      const ada = await provision("ada@example.com")
      const key = await createKey(ada.credential)

      const { data: report } = await offboard(ada.id, { revoke_api_keys: false })

      expect(report.api_keys_revoked).toBe(0)
      await deliverUserDeleted(getContainer(), ada.id)
      await expectLedger([["user_offboarded", ada.id]])
      expect((await api.get("/admin/products", key.credential)).status).toBe(200)
    })

    it("cancels the person's pending invite and reset tokens", async () => {
      const ada = await provision("ada@example.com")
      // An invite from before the plugin: now the database would refuse it.
      await sql("ALTER TABLE invite DISABLE TRIGGER USER")
      await sql(
        `INSERT INTO invite (id, email, token, expires_at) VALUES ('invite_1', 'ADA@example.com', 't', now() + interval '1 day')`
      )
      await sql("ALTER TABLE invite ENABLE TRIGGER USER")
      await api.post(`/admin/users/${ada.id}/reset-password`, {}, root.credential)

      const { data: report } = await offboard(ada.id)

      expect(report).toMatchObject({ invites_cancelled: 1, reset_tokens_removed: 1 })
      expect(await sql("SELECT id FROM invite WHERE deleted_at IS NULL")).toEqual([])
      expect(await sql("SELECT id FROM auth_password_reset_token")).toEqual([])
    })

    it("changes nothing the second time, and leaves a newer invite alone", async () => {
      const ada = await provision("ada@example.com")
      await offboard(ada.id)
      const invited = await api.post(
        "/admin/invites",
        { email: "ada@example.com" },
        root.credential
      )
      expect(invited.status).toBe(200)

      const again = await offboard(ada.id)
      const deleted = await api.delete(`/admin/users/${ada.id}`, root.credential)

      expect([again.status, again.data.changed]).toEqual([200, false])
      expect([deleted.status, deleted.data.deleted]).toEqual([200, true])
      await expectLedger([["user_offboarded", ada.id]])
      expect(await sql("SELECT email FROM invite WHERE deleted_at IS NULL")).toEqual([
        { email: "ada@example.com" },
      ])
    })

    it("reports without changing anything when it is a dry run", async () => {
      const ada = await provision("ada@example.com")
      const key = await createKey(ada.credential)

      const { data: dry } = await offboard(ada.id, { dry_run: true })

      expect(dry).toMatchObject({
        dry_run: true,
        changed: true,
        identities_removed: 1,
        api_keys_revoked: 1,
      })
      expect((await api.get("/admin/products", ada.credential)).status).toBe(200)
      expect((await api.get("/admin/products", key.credential)).status).toBe(200)
      await expectLedger([])
      const { data: real } = await offboard(ada.id)
      expect(real).toEqual({ ...dry, dry_run: false })
    })

    it("works with an API key, and a person can't hide behind their own to offboard themself", async () => {
      const rootKey = await createKey(root.credential)
      const ada = await provision("ada@example.com")
      await provision("grace@example.com")

      expect((await offboard(ada.id, {}, rootKey.credential)).status).toBe(200)
      const own = await offboard(root.id, {}, rootKey.credential)
      expect([own.status, own.data.code]).toEqual([400, "user_lifecycle.self_offboarding"])

      const { data } = await api.get(
        `/admin/user-lifecycle/events?type=user_offboarded`,
        root.credential
      )
      expect(data.events).toEqual([
        expect.objectContaining({ actor_type: "api-key", actor_id: rootKey.id }),
      ])
    })
  })

  describe("the events", () => {
    it("are emitted once for each change, whoever listens and however often it is asked for", async () => {
      const seen: string[] = []
      const bus = getContainer().resolve(Modules.EVENT_BUS)
      for (const name of [
        "user.created",
        "user.deleted",
        "user_lifecycle.user_provisioned",
        "user_lifecycle.user_offboarded",
      ]) {
        const note = async ({ data }: { data: { id?: string; user_id?: string } }) =>
          void seen.push(`${name} ${data.id ?? data.user_id}`)
        bus.subscribe(name, note as Parameters<typeof bus.subscribe>[1], {
          subscriberId: `once-${name}`,
        })
      }
      const ada = await provision("ada@example.com")
      await offboard(ada.id)
      await offboard(ada.id)
      await api.delete(`/admin/users/${ada.id}`, root.credential)
      await deliverUserDeleted(getContainer(), ada.id)

      // Another person's come after them on the same bus: once the last is here, so are all of theirs.
      const last = await provision("grace@example.com")
      await offboard(last.id)
      const deadline = Date.now() + 10_000
      while (!seen.includes(`user_lifecycle.user_offboarded ${last.id}`) && Date.now() < deadline) {
        await new Promise(setImmediate)
      }
      expect(seen.filter((event) => event.endsWith(ada.id)).sort()).toEqual([
        `user.created ${ada.id}`,
        `user.deleted ${ada.id}`,
        `user_lifecycle.user_offboarded ${ada.id}`,
        `user_lifecycle.user_provisioned ${ada.id}`,
      ])
    })
  })

  describe("DELETE /admin/users/:id", () => {
    it("answers in core's shape, and offboards completely", async () => {
      const ada = await provision("ada@example.com")
      const key = await createKey(ada.credential)

      const { status, data } = await api.delete(`/admin/users/${ada.id}`, root.credential)

      expect([status, data]).toEqual([200, { id: ada.id, object: "user", deleted: true }])
      expect((await api.get("/admin/products", ada.credential)).status).toBe(401)
      expect((await api.get("/admin/products", key.credential)).status).toBe(401)
    })

    it("refuses to delete oneself, as core does", async () => {
      await provision("ada@example.com")
      const { status, data } = await api.delete(`/admin/users/${root.id}`, root.credential)
      expect(status).toBe(400)
      expect(data).toMatchObject({ type: "not_allowed", message: "A user cannot delete itself" })
    })

    it("answers 404 for an id that nobody has", async () => {
      for (const id of ["user_nobody", "x".repeat(300), "%00"]) {
        const { status, data } = await api.delete(`/admin/users/${id}`, root.credential)
        expect([id, status, data.type]).toEqual([id, 404, "not_found"])
      }
    })
  })

  describe("the last active admin", () => {
    it("can't be offboarded, also when others exist who can't log in", async () => {
      const rootKey = await createKey(root.credential)
      const ada = await provision("ada@example.com")
      await api.post("/admin/users", { email: "grace@example.com" }, root.credential)
      expect((await offboard(ada.id)).status).toBe(200)
      // The key of somebody whom Medusa does not know as a user, such as one made by a script.
      await sql("UPDATE api_key SET created_by = 'script' WHERE id = $1", [rootKey.id])

      const { status, data } = await offboard(root.id, {}, rootKey.credential)

      expect([status, data.type, data.code]).toEqual([
        400,
        "not_allowed",
        "user_lifecycle.last_admin",
      ])
      expect((await api.get("/admin/users/me", root.credential)).status).toBe(200)
    })

    it("remains when two admins offboard each other at the same moment", async () => {
      for (let round = 0; round < 10; round++) {
        const ada = await provision(`ada${round}@example.com`)
        await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [root.id])

        const grace = {
          ...(await provisionBy(ada.credential, `grace${round}@example.com`)),
        }
        const answers = await Promise.all([
          offboard(grace.id, {}, ada.credential),
          offboard(ada.id, {}, grace.credential),
        ])

        expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(
          1
        )
        const living = await sql<{ id: string }>(`SELECT id FROM "user" WHERE deleted_at IS NULL`)
        expect(living).toHaveLength(1)
        await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [living[0].id])
        await sql(`UPDATE "user" SET deleted_at = NULL WHERE id = $1`, [root.id])
      }
    })

    const provisionBy = async (credential: Credential, email: string) => {
      const { data } = await api.post("/admin/users", { email, password: PASSWORD }, credential)
      return { id: data.user.id as string, credential: bearer(await login(api, email, PASSWORD)) }
    }
  })

  describe("a user whom other code deleted", () => {
    it("is refused at once, and the offboarding is completed by the subscriber", async () => {
      const { removeUserAccountWorkflow } = await import("@medusajs/medusa/core-flows")
      const ada = await provision("ada@example.com")
      const session = await openSession(api, ada.token)
      const key = await createKey(ada.credential)
      await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_2', $1::jsonb)", [
        JSON.stringify({ user_id: ada.id }),
      ])

      await removeUserAccountWorkflow(getContainer()).run({ input: { userId: ada.id } })

      expect((await api.get("/admin/products", ada.credential)).status).toBe(401)
      expect((await api.get("/admin/products", session)).status).toBe(401)
      await expectLedger([["user_offboarded", ada.id]])
      expect((await api.get("/admin/products", key.credential)).status).toBe(401)
      expect(
        await sql("SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])
      ).toEqual([])
      expect(await sql("SELECT status FROM user_access WHERE user_id = $1", [ada.id])).toEqual([
        { status: "offboarded" },
      ])
    })
  })

  describe("the application's own hook that refuses to complete an offboarding", () => {
    let problem: Error | undefined
    beforeAll(async () => {
      const { offboardUserWorkflow } = await loadWorkflows()
      offboardUserWorkflow.hooks.validate(async () => {
        if (problem) {
          throw problem
        }
      })
    })
    afterEach(() => {
      problem = undefined
    })

    it("is heard also where it has not found something, so that the event comes again", async () => {
      const ada = await provision("ada@example.com")
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [ada.id])
      const logins = () =>
        sql("SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])

      problem = new MedusaError(MedusaError.Types.NOT_FOUND, "HR does not know this person")
      await expect(deliverUserDeleted(getContainer(), ada.id)).rejects.toMatchObject({
        message: expect.stringContaining("HR does not know this person"),
      })
      expect(await logins()).toHaveLength(1)

      problem = undefined
      await deliverUserDeleted(getContainer(), ada.id)
      expect(await logins()).toEqual([])
      // Nothing is left of this one, which is no failure.
      await deliverUserDeleted(getContainer(), "user_nobody")
    })
  })

  describe("a user whose row was erased, and whose id is not one of Medusa's", () => {
    const makeAndErase = async () => {
      await sql(`INSERT INTO "user" (id, email) VALUES ('chief', 'chief@example.com')`)
      for (const action of ["suspend", "reactivate"]) {
        const { status } = await api.post(`/admin/users/chief/${action}`, {}, root.credential)
        expect(status).toBe(200)
      }
      await sql("DELETE FROM \"user\" WHERE id = 'chief'")
    }

    it("is taken for the person behind their keys, as the ledger knows them, and not for a script", async () => {
      const key = await createKey(root.credential)
      const script = await createKey(root.credential, "script")
      await makeAndErase()
      await sql(
        "UPDATE api_key SET created_by = CASE id WHEN $1 THEN 'chief' ELSE 'erp-import' END WHERE id IN ($1, $2)",
        [key.id, script.id]
      )
      const statusOf = async ({ credential }: { credential: Credential }) =>
        (await api.get("/admin/products", credential)).status
      await waitUntil("the key is refused", async () => (await statusOf(key)) === 401, 10_000)
      expect((await offboard(root.id, {}, key.credential)).status).toBe(401)
      expect(await statusOf(script)).toBe(200)

      const { data } = await offboard("chief")
      expect(data.api_keys.map(({ id }: { id: string }) => id)).toEqual([key.id])
    })
  })

  /** Waits, because the subscribers of an event run after the answer. */
  async function expectLedger(expected: [type: string, userId: string][]): Promise<void> {
    const deadline = Date.now() + 10_000
    for (;;) {
      const { data } = await api.get(
        "/admin/user-lifecycle/events?type[]=user_offboarded",
        root.credential
      )
      const events = data.events.map((event: { type: string; user_id: string }) => [
        event.type,
        event.user_id,
      ])
      if (events.length >= expected.length || Date.now() > deadline) {
        expect(events).toEqual(expected)
        return
      }
    }
  }
})
