import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer, login, openSession } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"

const SUSPENDED = "user_lifecycle.user_suspended"
const REVOKED = "user_lifecycle.token_revoked"

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

useBackend({}, (backend) => {
  const { api, databaseUrl, sql } = backend
  const people = usePeople(backend)

  /** Lets the end of a suspension pass, as time would. */
  const letSuspensionEnd = (id: string) =>
    sql("UPDATE user_access SET until = clock_timestamp() - interval '1 ms' WHERE user_id = $1", [
      id,
    ])

  describe("POST /admin/users/:id/suspend", () => {
    it("answers with the person's access, and writes who did it and why", async () => {
      const ada = await people.provision("ada@example.com")
      const until = inAnHour()

      const { status, data } = await people.act("suspend", ada, { reason: " leave ", until })

      expect(status).toBe(200)
      expect(data).toEqual({
        user_access: {
          user_id: ada.id,
          status: "suspended",
          reason: "leave",
          until,
          tokens_valid_after: expect.any(String),
        },
      })
      expect((await people.ledger(ada)).at(-1)).toEqual({
        type: "user_suspended",
        reason: "leave",
        actor_id: people.root.id,
        data: { until },
      })
    })

    it("ends tokens and sessions at once, and hands out no new ones", async () => {
      const ada = await people.provision("ada@example.com")
      const session = await openSession(api, ada.token)
      await people.linkSso(ada, "sso|ada")
      for (const credential of [ada.credential, session]) {
        expect(await people.status(credential)).toBe(200)
      }

      await people.act("suspend", ada)

      for (const answer of [
        await api.get("/admin/products", ada.credential),
        await api.get("/admin/products", session),
        await api.get("/custom", ada.credential),
        await api.get("/custom", session),
        await api.post("/auth/session", undefined, ada.credential),
        await api.post("/auth/token/refresh", undefined, ada.credential),
        await people.logIn(ada.email),
        await people.signIn("sso|ada"),
        await api.post("/auth/user/test-sso", { sub: "sso|ada" }),
      ]) {
        expect([answer.status, answer.data.code, answer.data.token]).toEqual([
          401,
          SUSPENDED,
          undefined,
        ])
      }
      expect((await people.logIn(ada.email, "wrong")).data.code).toBeUndefined()
    })

    it("leaves no way around by a password reset, be it asked for before or after", async () => {
      const ada = await people.provision("ada@example.com")
      const before = await requestResetToken(backend, ada.email)
      await people.act("suspend", ada)
      const after = await requestResetToken(backend, ada.email)

      for (const token of [before, after]) {
        const { status, data } = await usePasswordToken(backend, token, "another good password")
        expect([status, data.code]).toEqual([401, SUSPENDED])
      }
      await people.act("reactivate", ada)
      expect((await people.logIn(ada.email)).status).toBe(200)
    })

    it("is over by itself when its end has passed, for logins and keys; old tokens stay dead", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(ada.credential)
      await people.act("suspend", ada, { until: inAnHour() })
      expect((await people.logIn(ada.email)).data.code).toBe(SUSPENDED)
      expect(await people.status(key.credential)).toBe(401)

      await letSuspensionEnd(ada.id)

      expect(await people.status(bearer(await login(api, ada.email, PASSWORD)))).toBe(200)
      expect(await people.status(key.credential)).toBe(200)
      const { data } = await api.get("/admin/products", ada.credential)
      expect(data.code).toBe(REVOKED)
      const { data: described } = await api.get(
        `/admin/users/${ada.id}/access`,
        people.root.credential
      )
      expect(described.access.status).toBe("active")
    })

    it("puts the person's API keys to rest, also those made with their keys, on every path", async () => {
      const ada = await people.provision("ada@example.com")
      const first = await people.createKey(ada.credential)
      const second = await people.createKey(first.credential)

      await people.act("suspend", ada)

      for (const { credential } of [first, second]) {
        for (const path of ["/admin/products", "/custom"]) {
          const { status, data } = await api.get(path, credential)
          expect([path, status, data.code]).toEqual([path, 401, SUSPENDED])
        }
      }
      await api.post(`/admin/api-keys/${second.id}/revoke`, {}, people.root.credential)
      await people.act("reactivate", ada)
      expect(await people.status(first.credential)).toBe(200)
      expect((await api.get("/custom", first.credential)).status).toBe(200)
      expect(await people.status(second.credential)).toBe(401)
    })

    it("puts them to rest where Medusa looks for a customer first, and finds one", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(ada.credential)
      await people.registerCustomer("customer@example.com", PASSWORD)
      const { data: customer } = await api.post("/auth/customer/emailpass", {
        email: "customer@example.com",
        password: PASSWORD,
      })
      const session = await openSession(api, customer.token)
      const [publishable] = await sql<{ token: string }>(
        "SELECT token FROM api_key WHERE type = 'publishable'"
      )
      const headers = {
        ...key.credential.headers,
        ...session.headers,
        "x-publishable-api-key": publishable.token,
      }
      const ask = () => api.get("/store/custom", { headers })
      expect((await ask()).data).toEqual({ actor_id: key.id })
      await people.act("suspend", ada)
      const { status, data } = await ask()
      expect([status, data.code]).toEqual([401, SUSPENDED])
    })

    it("does not bring a key to life by deleting its maker behind Medusa's back", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(ada.credential)
      await people.act("suspend", ada)
      for (const statement of ['UPDATE "user" SET deleted_at = now()', 'DELETE FROM "user"']) {
        await sql(`${statement} WHERE id = $1`, [ada.id])
        for (const path of ["/admin/products", "/custom"]) {
          const { status, data } = await api.get(path, key.credential)
          expect([path, status]).toEqual([path, 401])
          expect(data.code).toMatch(/user_suspended|user_deleted/)
        }
      }
    })

    it("counts nobody as an admin whose only login is at a provider that is not used any more", async () => {
      const ada = await people.provision("ada@example.com")
      await sql(
        "UPDATE provider_identity SET provider = 'okta' WHERE entity_id = 'root@example.com'"
      )
      const { status, data } = await people.act("suspend", people.root, {}, ada.credential)
      expect(status).toBe(200)
      const key = await people.createKey(ada.credential)
      await sql("UPDATE api_key SET created_by = 'a script' WHERE id = $1", [key.id])
      await people.act("reactivate", people.root, {}, ada.credential)
      const refused = await people.act("suspend", ada, {}, key.credential)
      expect([refused.status, refused.data.code]).toEqual([400, "user_lifecycle.last_admin"])
      expect(data.user_access.status).toBe("suspended")
    })

    it("takes the reset tokens of others along that the person has asked for, and no link to a first password", async () => {
      const ada = await people.provision("ada@example.com")
      await api.post("/admin/users", { email: "grace@example.com" }, people.root.credential)
      const asked = await api.post(
        `/admin/users/${people.root.id}/reset-password`,
        {},
        ada.credential
      )
      expect(asked.status).toBe(200)
      const waiting = () =>
        sql("SELECT entity_id FROM auth_password_reset_token ORDER BY entity_id")
      expect(await waiting()).toHaveLength(2)

      await people.act("suspend", ada)

      expect(await waiting()).toEqual([{ entity_id: "grace@example.com" }])
      const used = await usePasswordToken(backend, String(asked.data.token), "a stolen account")
      expect(used.status).toBe(401)
    })

    it("changes the reason and the end when it is repeated, and nothing when they are the same", async () => {
      const ada = await people.provision("ada@example.com")
      const until = inAnHour()
      await people.act("suspend", ada, { reason: "a", until })
      const stored = () =>
        sql(
          "SELECT status, reason, until, tokens_valid_after FROM user_access WHERE user_id = $1",
          [ada.id]
        )
      const before = await stored()

      expect((await people.act("suspend", ada, { reason: "a", until })).status).toBe(200)
      expect(await stored()).toEqual(before)
      expect(await people.ledger(ada)).toHaveLength(2)

      const { data } = await people.act("suspend", ada, { reason: "b" })
      expect(data.user_access).toMatchObject({ reason: "b", until: null })
      expect(await people.ledger(ada)).toHaveLength(3)
    })

    it("changes a suspension alone where that was asked for, and suspends nobody whom somebody has let in meanwhile", async () => {
      const ada = await people.provision("ada@example.com")
      const change = (body: object) =>
        people.act("suspend", ada, { ...body, only_if_suspended: true })
      const refused = await change({ reason: "a" })
      expect([refused.status, refused.data.type, refused.data.code]).toEqual([
        400,
        "not_allowed",
        "user_lifecycle.user_is_not_suspended",
      ])
      await people.act("suspend", ada, { reason: "a" })
      const until = inAnHour()
      const changed = await change({ reason: "b", until })
      expect(changed.data.user_access).toMatchObject({ status: "suspended", reason: "b", until })

      await people.act("reactivate", ada)
      const credential = bearer(await login(api, ada.email, PASSWORD))
      expect((await change({ reason: "c" })).data.code).toBe(refused.data.code)
      expect(await people.status(credential)).toBe(200)
      expect((await people.ledger(ada)).at(-1)).toMatchObject({ type: "user_reactivated" })
      await people.act("suspend", ada, { until })
      await letSuspensionEnd(ada.id)
      expect((await change({ reason: "d" })).data.code).toBe(refused.data.code)

      await people.act("offboard", ada)
      expect((await change({})).data.code).toBe("user_lifecycle.user_is_offboarded")
    })

    it("suspends nobody by a change that waits for whoever reactivates them", async () => {
      const ada = await people.provision("ada@example.com")
      await people.act("suspend", ada)
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(`SELECT id FROM "user" WHERE id = $1 FOR UPDATE`, [ada.id])
        await client.query(
          "UPDATE user_access SET status = 'active', until = NULL WHERE user_id = $1",
          [ada.id]
        )
        const underWay = people.act("suspend", ada, { reason: "b", only_if_suspended: true })
        await untilSomebodyWaitsForALock(databaseUrl)
        await client.query("COMMIT")
        const { status, data } = await underWay
        expect([status, data.code]).toEqual([400, "user_lifecycle.user_is_not_suspended"])
      })
    })

    it.each([
      ["a second ago", () => new Date(Date.now() - 1_000).toISOString()],
      ["with another offset", () => "2020-01-01T00:00:00+02:00"],
      ["a day", () => "2020-01-01"],
    ])("answers 400 to an end in the past: %s", async (_, until) => {
      const ada = await people.provision("ada@example.com")
      const { status, data } = await people.act("suspend", ada, { until: until() })
      expect([status, data.type, data.code]).toEqual([
        400,
        "invalid_data",
        "user_lifecycle.until_in_the_past",
      ])
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("refuses oneself, also by way of an API key, and somebody who is gone", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(ada.credential)
      for (const credential of [ada.credential, key.credential]) {
        const { status, data } = await people.act("suspend", ada, {}, credential)
        expect([status, data.code]).toEqual([400, "user_lifecycle.self_suspension"])
      }
      await people.act("offboard", ada)
      for (const action of ["suspend", "reactivate"] as const) {
        const { status, data } = await people.act(action, ada)
        expect([status, data.code]).toEqual([400, "user_lifecycle.user_is_offboarded"])
      }
    })

    it("refuses the last admin who can log in; those who are suspended do not count", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(people.root.credential)
      await sql("UPDATE api_key SET created_by = 'a script' WHERE id = $1", [key.id])
      await people.act("suspend", people.root, {}, ada.credential)

      for (const action of ["suspend", "offboard"] as const) {
        const { status, data } = await people.act(action, ada, {}, key.credential)
        expect([status, data.code]).toEqual([400, "user_lifecycle.last_admin"])
      }
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("counts nobody as an admin whose only login has no password yet", async () => {
      const ada = await people.provision("ada@example.com")
      await api.post("/admin/users", { email: "grace@example.com" }, ada.credential)
      const { status } = await people.act("suspend", people.root, {}, ada.credential)
      expect(status).toBe(200)
      const key = await people.createKey(ada.credential)
      await sql("UPDATE api_key SET created_by = 'a script' WHERE id = $1", [key.id])
      const { data } = await people.act("suspend", ada, {}, key.credential)
      expect(data.code).toBe("user_lifecycle.last_admin")
    })

    it("lets a login that was under way when it committed have no token", async () => {
      const ada = await people.provision("ada@example.com")
      await withClient(databaseUrl, async (client) => {
        // Whoever changes somebody's access holds this lock until the change counts.
        await client.query("BEGIN")
        await client.query("SELECT user_lifecycle_lock_access($1)", [ada.id])
        await client.query(
          `UPDATE user_access SET status = 'suspended', tokens_valid_after = clock_timestamp() WHERE user_id = $1`,
          [ada.id]
        )
        const underWay = people.logIn(ada.email)
        await untilSomebodyWaitsForALock(databaseUrl)
        await client.query("COMMIT")

        const { status, data } = await underWay
        expect([status, data.code, data.token]).toEqual([401, SUSPENDED, undefined])
      })
    })

    it("offboards somebody who is suspended, and restoring is not for them before", async () => {
      const ada = await people.provision("ada@example.com")
      await people.act("suspend", ada)
      const { status, data } = await people.act("restore", ada)
      expect([status, data.code]).toEqual([400, "user_lifecycle.user_is_suspended"])

      expect((await people.act("offboard", ada)).status).toBe(200)
      const answer = await api.get("/admin/products", ada.credential)
      expect(answer.data.code).toBe("user_lifecycle.user_deleted")
    })
  })

  describe("POST /admin/users/:id/reactivate", () => {
    it("lets the person log in again; tokens from before stay dead", async () => {
      const ada = await people.provision("ada@example.com")
      const session = await openSession(api, ada.token)
      await people.act("suspend", ada, { reason: "leave" })

      const { status, data } = await people.act("reactivate", ada, { reason: "is back" })

      expect([status, data.user_access.status, data.user_access.until]).toEqual([
        200,
        "active",
        null,
      ])
      for (const credential of [ada.credential, session]) {
        expect((await api.get("/admin/products", credential)).data.code).toBe(REVOKED)
      }
      expect(await people.status(bearer(await login(api, ada.email, PASSWORD)))).toBe(200)
      expect((await people.ledger(ada)).at(-1)).toMatchObject({
        type: "user_reactivated",
        reason: "is back",
      })
    })

    it("changes nothing for somebody who is active", async () => {
      const ada = await people.provision("ada@example.com")
      const { status, data } = await people.act("reactivate", ada)
      expect([status, data.user_access.status]).toEqual([200, "active"])
      expect(await people.ledger(ada)).toHaveLength(1)
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("works for somebody who is older than the plugin", async () => {
      const { user, token } = await backend.createAdminWithToken({
        email: "grace@example.com",
        password: PASSWORD,
      })
      await people.act("suspend", user)
      expect((await api.get("/admin/products", bearer(token))).data.code).toBe(SUSPENDED)
      await people.act("reactivate", user)
      expect(await people.status(bearer(await login(api, "grace@example.com", PASSWORD)))).toBe(200)
    })
  })
})
