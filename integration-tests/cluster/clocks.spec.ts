import path from "node:path"
import { attemptUntil, answersAfter, LIGHTEST_ROUTE } from "../helpers/attempts"
import { type Instance, type Person, remembersFor, useCluster } from "../helpers/cluster"
import { apiKey, bearer, type Credential, login, openSession } from "../helpers/http"
import { waitUntil } from "../helpers/wait-until"

const MINUTE_MS = 60_000
/** How long after the answer an instance may still not know. */
const BOUND_MS = 100
const LOGIN = "/auth/user/emailpass"
const SHIFT_CLOCK = path.join(__dirname, "../helpers/shift-clock.cjs")

const shiftedBy = (ms: number) => ({
  ...remembersFor(60),
  NODE_OPTIONS: `--require "${SHIFT_CLOCK}"`,
  CLOCK_SHIFT_MS: String(ms),
})

// The clock of the database is in between.
const FAST = shiftedBy(MINUTE_MS)
const SLOW = shiftedBy(-MINUTE_MS)

describe("two instances whose clocks are a minute ahead and a minute late", () => {
  useCluster([{ env: FAST }, { env: SLOW }], (cluster) => {
    let root: Person

    beforeAll(async () => {
      root = await cluster.createPerson()
    })

    const instances = () => [
      { clock: "fast", instance: cluster.here },
      { clock: "slow", instance: cluster.there },
    ]
    const change = async (instance: Instance, url: string, body = {}) => {
      const { status, data } = await instance.api.post(url, body, root.credential)
      expect([url, status, data]).toEqual([url, 200, data])
    }

    const expectGood = async (credential: Credential) => {
      const since = performance.now()
      for (const { clock, instance } of instances()) {
        const attempts = await attemptUntil(BOUND_MS, since, instance.api, credential)
        expect([clock, ...answersAfter(BOUND_MS, attempts)]).toEqual([clock, "200"])
      }
    }
    const expectDead = async (credential: Credential) => {
      const since = performance.now()
      for (const { clock, instance } of instances()) {
        const attempts = await attemptUntil(BOUND_MS, since, instance.api, credential)
        expect([clock, ...answersAfter(BOUND_MS, attempts)]).toEqual([
          clock,
          "401 user_lifecycle.token_revoked",
        ])
      }
    }

    it("say what their clocks say, so that this suite means something", async () => {
      for (const [instance, shiftMs] of [
        [cluster.here, MINUTE_MS],
        [cluster.there, -MINUTE_MS],
      ] as const) {
        // Medusa dates what it stores by the clock of the instance.
        const { data } = await instance.api.post(
          "/admin/api-keys",
          { title: instance.name, type: "secret" },
          root.credential
        )
        const createdAtMs = new Date(data.api_key.created_at).getTime()
        expect(Math.abs(createdAtMs - (Date.now() + shiftMs))).toBeLessThan(MINUTE_MS / 2)
      }
    })

    describe.each([{ clock: "fast" }, { clock: "slow" }])(
      "a token from the $clock one",
      ({ clock }) => {
        const issuer = () => (clock === "fast" ? cluster.here : cluster.there)

        it.each([{ revoking: "fast" }, { revoking: "slow" }])(
          "is dead everywhere after a revocation on the $revoking one",
          async ({ revoking }) => {
            const ada = await cluster.createPerson(issuer())
            const session = await openSession(issuer().api, ada.token)
            const url = `/admin/users/${ada.id}/revoke-sessions`
            await change(revoking === "fast" ? cluster.here : cluster.there, url)
            await expectDead(ada.credential)
            // A session is kept in the memory of the instance that opened it.
            const { status, data } = await issuer().api.get(LIGHTEST_ROUTE, session)
            expect([status, data.code]).toEqual([401, "user_lifecycle.token_revoked"])
          }
        )

        it("is good everywhere where it is from a login right after a revocation", async () => {
          const ada = await cluster.createPerson(issuer())
          await change(cluster.here, `/admin/users/${ada.id}/revoke-sessions`)
          await expectGood(bearer(await login(issuer().api, ada.email, ada.password)))
        })

        it("is dead everywhere after the revocation that follows that login at once", async () => {
          const ada = await cluster.createPerson(issuer())
          await change(cluster.there, `/admin/users/${ada.id}/revoke-sessions`)
          const fresh = bearer(await login(issuer().api, ada.email, ada.password))
          await change(cluster.here, `/admin/users/${ada.id}/revoke-sessions`)
          await expectDead(fresh)
        })

        it("is as good everywhere, and as dead, when it was refreshed", async () => {
          const ada = await cluster.createPerson(issuer())
          const { data } = await issuer().api.post("/auth/token/refresh", undefined, ada.credential)
          const refreshed = bearer(data.token)
          await expectGood(refreshed)
          await change(issuer(), `/admin/users/${ada.id}/revoke-sessions`)
          await expectDead(refreshed)
        })

        it("is as good everywhere, and as dead, when it came with an invite that was accepted in one call", async () => {
          const email = `invited-${clock}@example.com`
          const invited = await issuer().api.post("/admin/invites", { email }, root.credential)
          const { status, data } = await issuer().api.post("/admin/invites/accept", {
            token: invited.data.invite.token,
            password: root.password,
          })
          expect(status).toBe(200)
          const accepted = bearer(data.token)
          await expectGood(accepted)
          await change(issuer(), `/admin/users/${data.user.id}/revoke-sessions`)
          await expectDead(accepted)
          await change(cluster.here, `/admin/users/${data.user.id}/suspend`)
          await change(cluster.there, `/admin/users/${data.user.id}/reactivate`)
          await expectDead(accepted)
        })

        it("is dead after a suspension, and the one from a login after the reactivation is good everywhere", async () => {
          const ada = await cluster.createPerson(issuer())
          await change(cluster.here, `/admin/users/${ada.id}/suspend`)
          await change(cluster.there, `/admin/users/${ada.id}/reactivate`)
          await expectGood(bearer(await login(issuer().api, ada.email, ada.password)))
          await expectDead(ada.credential)
        })
      }
    )

    const createKey = async ({ credential }: Person) => {
      const { data } = await cluster.here.api.post(
        "/admin/api-keys",
        { title: "key", type: "secret" },
        credential
      )
      return { id: data.api_key.id as string, credential: apiKey(data.api_key.token) }
    }

    it.each([{ revoking: "fast" }, { revoking: "slow" }])(
      "let in no API key any more that is revoked on the $revoking one, with its maker or without",
      async ({ revoking }) => {
        const revoker = revoking === "fast" ? cluster.here : cluster.there
        const ada = await cluster.createPerson()
        const [alone, withAda] = [await createKey(ada), await createKey(ada)]
        for (const { api } of [cluster.here, cluster.there]) {
          // So that the key is remembered, and whose it is.
          expect((await api.get(LIGHTEST_ROUTE, alone.credential)).status).toBe(200)
          expect((await api.get(LIGHTEST_ROUTE, withAda.credential)).status).toBe(200)
        }

        const expectRefused = async (credential: Credential) => {
          // At once where it was revoked, and a moment later elsewhere.
          expect((await revoker.api.get(LIGHTEST_ROUTE, credential)).status).toBe(401)
          const since = performance.now()
          for (const { clock, instance } of instances()) {
            const attempts = await attemptUntil(BOUND_MS, since, instance.api, credential)
            expect([clock, ...answersAfter(BOUND_MS, attempts)]).toEqual([
              clock,
              expect.stringMatching(/^401/),
            ])
          }
        }
        await change(revoker, `/admin/api-keys/${alone.id}/revoke`)
        await expectRefused(alone.credential)
        await change(revoker, `/admin/users/${ada.id}/offboard`)
        await expectRefused(withAda.credential)
      }
    )

    it("revoke an API key later that is to be revoked later", async () => {
      const key = await createKey(await cluster.createPerson())
      await change(cluster.here, `/admin/api-keys/${key.id}/revoke`, { revoke_in: 3_600 })
      await expectGood(key.credential)
    })

    it("date users by the clock of the database", async () => {
      for (const { clock, instance } of instances()) {
        const { status, data } = await instance.api.post(
          "/admin/users",
          { email: `dated-${clock}@example.com`, password: root.password },
          root.credential
        )
        expect(status).toBe(200)
        const [{ is_now }] = await cluster.sql<{ is_now: boolean }>(
          `SELECT abs(extract(epoch FROM clock_timestamp() - created_at)) < 30 AS is_now FROM "user" WHERE id = $1`,
          [data.user.id]
        )
        expect([clock, is_now]).toEqual([clock, true])
      }
    })

    it("end a suspension when the database says so, not before, not later, and nobody has to do anything", async () => {
      const ada = await cluster.createPerson()
      const key = (await createKey(ada)).credential
      const [{ until }] = await cluster.sql<{ until: Date }>(
        "SELECT date_trunc('milliseconds', clock_timestamp()) + interval '2 seconds' AS until"
      )
      await change(cluster.there, `/admin/users/${ada.id}/suspend`, { until: until.toISOString() })

      const isOver = async () => {
        const [{ is_over }] = await cluster.sql<{ is_over: boolean }>(
          "SELECT clock_timestamp() >= $1 AS is_over",
          [until]
        )
        return is_over
      }
      const { email, password } = ada
      const ways = instances().flatMap(({ clock, instance: { api } }) => [
        { way: `login, ${clock}`, attempt: () => api.post(LOGIN, { email, password }) },
        { way: `API key, ${clock}`, attempt: () => api.get(LIGHTEST_ROUTE, key) },
      ])
      // All at once, so that everybody remembers the person when the suspension ends. A minute would be too late.
      const entrances = ways.map(({ way, attempt }) =>
        waitUntil(`the person gets in: ${way}`, async () => {
          const { status, data } = await attempt()
          if (status !== 200) {
            expect([way, status, data.code]).toEqual([way, 401, "user_lifecycle.user_suspended"])
            return false
          }
          expect([way, await isOver()]).toEqual([way, true])
          return true
        })
      )
      await Promise.all(entrances)
    })

    it("agree that a suspension is over whose end was moved into the past", async () => {
      const ada = await cluster.createPerson()
      const until = new Date(Date.now() + 10 * MINUTE_MS).toISOString()
      await change(cluster.here, `/admin/users/${ada.id}/suspend`, { until })
      const enter = async ({ api }: Instance) =>
        (await api.post(LOGIN, { email: ada.email, password: ada.password })).status
      expect([await enter(cluster.here), await enter(cluster.there)]).toEqual([401, 401])
      await cluster.sql(
        "UPDATE user_access SET until = clock_timestamp() - interval '1 ms' WHERE user_id = $1",
        [ada.id]
      )
      expect([await enter(cluster.here), await enter(cluster.there)]).toEqual([200, 200])
    })

    it("agree whether an invite is older than the end of whoever had its email", async () => {
      for (const [first, second] of [
        [cluster.here, cluster.there],
        [cluster.there, cluster.here],
      ]) {
        const ada = await cluster.createPerson()
        await change(first, `/admin/users/${ada.id}/change-email`, { email: `new-${ada.email}` })
        const invite = async ({ api }: Instance) =>
          (await api.post("/admin/invites", { email: ada.email }, root.credential)).data.invite
        const accept = async ({ api }: Instance, token: string) => {
          const { status, data } = await api.post("/admin/invites/accept", {
            token,
            password: ada.password,
          })
          return [status, data.code]
        }
        const before = await invite(first)
        await change(second, `/admin/users/${ada.id}/offboard`)
        const code = "user_lifecycle.not_invited"
        expect(await accept(first, before.token)).toEqual([401, code])
        await first.api.delete(`/admin/invites/${before.id}`, root.credential)
        const after = await invite(first)
        expect(await accept(second, after.token)).toEqual([200, undefined])
      }
    })

    it("refuse an end of a suspension that is past by the clock of the database", async () => {
      const ada = await cluster.createPerson()
      const until = new Date(Date.now() - MINUTE_MS / 2).toISOString()
      for (const { clock, instance } of instances()) {
        const { status, data } = await instance.api.post(
          `/admin/users/${ada.id}/suspend`,
          { until },
          root.credential
        )
        expect([clock, status, data.code]).toEqual([clock, 400, "user_lifecycle.until_in_the_past"])
      }
    })
  })
})
