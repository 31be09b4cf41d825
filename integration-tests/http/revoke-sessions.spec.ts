import { generateJwtToken } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { withClient } from "../helpers/database"
import { bearer, decodeToken, login, openSession } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const REVOKED = "user_lifecycle.token_revoked"

useBackend({}, (backend) => {
  const { api, sql } = backend
  const people = usePeople(backend)

  const revokeAll = (credential = people.root.credential, body = {}) =>
    api.post("/admin/user-lifecycle/revoke-all-sessions", body, credential)

  /** How many wait for a lock. */
  const waiting = async () =>
    (
      await sql(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
      )
    ).length

  describe("POST /admin/users/:id/revoke-sessions", () => {
    it("ends what was handed out so far, and nothing else", async () => {
      const ada = await people.provision("ada@example.com")
      const session = await openSession(api, ada.token)
      const key = await people.createKey(ada.credential)
      const resetToken = await requestResetToken(backend, ada.email)

      const { status, data } = await people.act("revoke-sessions", ada, { reason: "lost laptop" })

      expect([status, data.user_access.status]).toEqual([200, "active"])
      for (const answer of [
        await api.get("/admin/products", ada.credential),
        await api.get("/admin/products", session),
        await api.get("/custom", ada.credential),
        await api.post("/auth/session", undefined, ada.credential),
        await api.post("/auth/token/refresh", undefined, ada.credential),
        await usePasswordToken(backend, resetToken, "another good password"),
      ]) {
        expect([answer.status, answer.data.code]).toEqual([401, REVOKED])
      }
      // Its date alone would not do: an instance whose clock is ahead may have signed it.
      expect(await sql("SELECT id FROM auth_password_reset_token")).toEqual([])
      expect(await people.status(key.credential)).toBe(200)
      expect(await people.status(people.root.credential)).toBe(200)
      expect((await people.ledger(ada)).at(-1)).toMatchObject({
        type: "user_sessions_revoked",
        reason: "lost laptop",
        actor_id: people.root.id,
      })
    })

    it("lets the person log in again at once, also in the very same second, as often as it takes", async () => {
      const ada = await people.provision("ada@example.com")
      let former = ada.credential
      for (let round = 0; round < 5; round++) {
        await people.act("revoke-sessions", ada)
        const fresh = bearer(await login(api, ada.email, PASSWORD))
        expect([await people.status(former), await people.status(fresh)]).toEqual([401, 200])
        former = fresh
      }
    })

    it("keeps pace with the clock, however often it is asked for", async () => {
      const ada = await people.provision("ada@example.com")
      for (let round = 0; round < 20; round++) {
        await people.act("revoke-sessions", ada)
      }
      const [{ is_ahead }] = await sql(
        "SELECT tokens_valid_after > clock_timestamp() AS is_ahead FROM user_access WHERE user_id = $1",
        [ada.id]
      )
      expect(is_ahead).toBe(false)
    })

    it("does not deadlock where two do it to each other", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(ada.credential)
      const rootKey = await people.createKey(people.root.credential)
      const deadlocks = () =>
        sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
      const before = await deadlocks()
      for (let round = 0; round < 10; round++) {
        const answers = await Promise.all([
          people.act("revoke-sessions", people.root, {}, key.credential),
          people.act("change-email", ada, { email: `ada${round}@example.com` }, rootKey.credential),
        ])
        expect(answers.map(({ status }) => status)).toEqual([200, 200])
      }
      expect(await deadlocks()).toEqual(before)
    })

    it("does not deadlock with a change of the password that is under way", async () => {
      const ada = await people.provision("ada@example.com")
      await requestResetToken(backend, ada.email)
      const answer = await withClient(backend.databaseUrl, async (client) => {
        // What both of them wait for, the change of the password first.
        await client.query("BEGIN")
        await client.query("SELECT user_lifecycle_lock_access($1)", [ada.id])
        const change = sql(
          `UPDATE provider_identity SET provider_metadata = jsonb_set(provider_metadata, '{password}', '"x"')
           WHERE entity_id = $1`,
          [ada.email]
        )
        await waitUntil("the password is being changed", async () => (await waiting()) === 1)
        const revocation = people.act("revoke-sessions", ada)
        await waitUntil("both wait", async () => (await waiting()) === 2)
        await client.query("COMMIT")
        await change
        return await revocation
      })
      expect(answer.status).toBe(200)
      expect(await sql("SELECT id FROM auth_password_reset_token")).toEqual([])
    })

    it("can be used on oneself, and ends the session that asks, too", async () => {
      const { status } = await people.act("revoke-sessions", people.root)
      expect(status).toBe(200)
      const { data } = await api.get("/admin/products", people.root.credential)
      expect(data.code).toBe(REVOKED)
    })

    it("leaves a suspension as it is, and somebody who is gone alone", async () => {
      const ada = await people.provision("ada@example.com")
      const until = new Date(Date.now() + 3_600_000).toISOString()
      await people.act("suspend", ada, { reason: "leave", until })
      const { data } = await people.act("revoke-sessions", ada, { reason: "again" })
      expect(data.user_access).toMatchObject({ status: "suspended", reason: "leave", until })

      await people.act("offboard", ada)
      const before = await people.ledger(ada)
      expect((await people.act("revoke-sessions", ada)).data.user_access.status).toBe("offboarded")
      expect(await people.ledger(ada)).toEqual(before)
    })
  })

  describe("POST /admin/user-lifecycle/revoke-all-sessions", () => {
    it("ends the sessions of everybody but the one that asks, and says of how many people", async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await backend.createAdminWithToken({
        email: "grace@example.com",
        password: PASSWORD,
      })
      const session = await openSession(api, ada.token)
      const key = await people.createKey(ada.credential)
      await requestResetToken(backend, ada.email)

      const { status, data } = await revokeAll(people.root.credential, { reason: "leaked secret" })

      expect([status, data]).toEqual([200, { users: 3 }])
      expect(await sql("SELECT id FROM auth_password_reset_token")).toEqual([])
      for (const credential of [ada.credential, session, bearer(grace.token)]) {
        expect((await api.get("/admin/products", credential)).data.code).toBe(REVOKED)
      }
      expect(await people.status(key.credential)).toBe(200)
      expect(await people.status(people.root.credential)).toBe(200)
      expect(await people.status(bearer(await login(api, ada.email, PASSWORD)))).toBe(200)
      expect(
        await sql(
          "SELECT user_id, reason FROM lifecycle_event WHERE type = 'user_sessions_revoked' ORDER BY user_id"
        )
      ).toEqual(
        [ada.id, grace.user.id, people.root.id]
          .sort()
          .map((user_id) => ({ user_id, reason: "leaked secret" }))
      )
    })

    it("ends the caller's younger sessions, too: whoever learnt the password has one", async () => {
      const { iat, exp, ...claims } = decodeToken(people.root.token)
      const issuedSecondsAgo = (seconds: number) =>
        bearer(
          generateJwtToken(
            { ...claims, iat: Number(iat) - seconds },
            { secret: process.env.JWT_SECRET, expiresIn: "1h" }
          )
        )
      const [asking, younger] = [issuedSecondsAgo(60), issuedSecondsAgo(30)]
      expect(await people.status(younger)).toBe(200)

      expect((await revokeAll(asking)).status).toBe(200)

      expect(await people.status(asking)).toBe(200)
      expect(await people.status(younger)).toBe(401)
      expect(await people.status(people.root.credential)).toBe(401)
      const refreshed = await api.post("/auth/token/refresh", undefined, asking)
      expect(await people.status(bearer(refreshed.data.token))).toBe(200)
      await people.act("revoke-sessions", people.root, {}, asking)
      expect(await people.status(asking)).toBe(401)
    })

    it("spares no token that was dead already", async () => {
      const ada = await people.provision("ada@example.com")
      const { revokeAllSessionsWorkflow } = await loadWorkflows()
      await people.act("revoke-sessions", ada)
      await revokeAllSessionsWorkflow(backend.getContainer()).run({
        input: {
          actor: { type: "user", id: ada.id },
          keep_issued_at_seconds: Number(decodeToken(ada.token).iat),
        },
      })
      expect(await people.status(ada.credential)).toBe(401)
    })

    it("ends the caller's older sessions, and spares the session that asks where it is one", async () => {
      const older = people.root.credential
      // A token of an earlier second, as one of an earlier day is: they are told apart by nothing else.
      await people.act("revoke-sessions", people.root)
      const session = await openSession(api, await login(api, people.root.email, PASSWORD))

      expect((await revokeAll(session)).status).toBe(200)

      expect(await people.status(session)).toBe(200)
      expect(await people.status(older)).toBe(401)
    })

    it("ends everybody's when an API key asks, which has no session", async () => {
      const key = await people.createKey(people.root.credential)
      expect((await revokeAll(key.credential)).status).toBe(200)
      expect(await people.status(people.root.credential)).toBe(401)
      expect(await people.status(key.credential)).toBe(200)
    })

    it("happens once a minute for one person, with a token or a key, and at once for another", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(people.root.credential)
      const cutOff = () =>
        sql("SELECT tokens_valid_after FROM user_access WHERE user_id = $1", [ada.id])
      expect((await revokeAll()).status).toBe(200)
      const before = await cutOff()
      for (const credential of [people.root.credential, key.credential]) {
        const { status, data } = await revokeAll(credential)
        expect([status, data.code]).toEqual([400, "user_lifecycle.revoked_lately"])
      }
      expect(await cutOff()).toEqual(before)

      const asAda = bearer(await login(api, ada.email, PASSWORD))
      expect((await revokeAll(asAda)).status).toBe(200)
      await sql("ALTER TABLE lifecycle_event DISABLE TRIGGER USER")
      await sql("UPDATE lifecycle_event SET created_at = created_at - interval '1 minute'")
      await sql("ALTER TABLE lifecycle_event ENABLE TRIGGER USER")
      expect((await revokeAll(key.credential)).status).toBe(200)
    })

    it("happens once where somebody asks twice at the same moment", async () => {
      await withClient(backend.databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(
          "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:removals', 0))"
        )
        const asked = Promise.all([revokeAll(), revokeAll()])
        await waitUntil("both wait", async () => {
          const waiting = await sql(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
          )
          return waiting.length === 2
        })
        await client.query("COMMIT")
        expect((await asked).map(({ status }) => status).sort()).toEqual([200, 400])
      })
    })

    it("leaves a suspension, and somebody who is gone, as they are", async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com")
      await people.act("suspend", ada)
      await people.act("offboard", grace)
      expect((await revokeAll()).data).toEqual({ users: 2 })
      const answers = [await people.logIn(ada.email), await people.logIn(grace.email)]
      expect(answers.map(({ status }) => status)).toEqual([401, 401])
      expect(answers[0].data.code).toBe("user_lifecycle.user_suspended")
    })
  })
})
