import {
  type Attempt,
  attemptUntil,
  answersAfter,
  LIGHTEST_ROUTE,
  summarizePropagation,
} from "../../helpers/attempts"
import type { Cluster, Person } from "../../helpers/cluster"
import { withClient } from "../../helpers/database"
import { readEvents } from "../../helpers/event-stream"
import { apiKey, type Credential, openSession } from "../../helpers/http"
import { waitUntil } from "../../helpers/wait-until"

/** How long after the answer an instance may still not know. */
const BOUND_MS = 100
/** Each stream is looked at every five seconds: what ends sooner has ended with the news. */
const STREAM_BOUND_MS = 2_000
const TRIALS = 200
const FEW_TRIALS = 8

/** What ends access on one instance ends it on the other. The instances must not forget anybody by themselves meanwhile. */
export function describePropagation(cluster: Cluster): void {
  describe("access that ends on one instance", () => {
    let root: Person

    beforeAll(async () => {
      root = await cluster.createPerson()
    })

    const change = async (path: string, body = {}) => {
      const { status, data } = await cluster.here.api.post(path, body, root.credential)
      expect([path, status, data]).toEqual([path, 200, data])
    }

    /** The other instance knows the person when access ends here. */
    const observe = async (
      credential: Credential,
      end: () => Promise<void>,
      path = LIGHTEST_ROUTE
    ): Promise<Attempt[]> => {
      const { api } = cluster.there
      expect((await api.get(path, credential)).status).toBe(200)
      await end()
      return await attemptUntil(BOUND_MS, performance.now(), api, credential, path)
    }

    it("is news there: the other one remembers people for as long as it hears nothing", async () => {
      const ada = await cluster.createPerson()
      const { api } = cluster.there
      expect((await api.get(LIGHTEST_ROUTE, ada.credential)).status).toBe(200)
      await withClient(cluster.databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(`ALTER TABLE "user" DISABLE TRIGGER user_lifecycle_announce`)
        await client.query(`DELETE FROM "user" WHERE id = $1`, [ada.id])
        await client.query(`ALTER TABLE "user" ENABLE TRIGGER user_lifecycle_announce`)
        await client.query("COMMIT")
      })
      expect((await api.get(LIGHTEST_ROUTE, ada.credential)).status).toBe(200)
    })

    it(`is refused on the other to every request that begins ${BOUND_MS} ms after a deletion was answered`, async () => {
      const people = await cluster.createPeople(TRIALS, cluster.there)
      const trials: Attempt[][] = []
      for (const [index, { id, token, credential }] of people.entries()) {
        const session = index % 2 ? await openSession(cluster.there.api, token) : undefined
        const path = index % 4 < 2 ? LIGHTEST_ROUTE : "/admin/products"
        const end = async () => {
          const { status } = await cluster.here.api.delete(`/admin/users/${id}`, root.credential)
          expect(status).toBe(200)
        }
        trials.push(await observe(session ?? credential, end, path))
      }
      console.info(summarizePropagation("DELETE on one instance, requests to the other", trials))
      for (const attempts of trials) {
        expect(answersAfter(BOUND_MS, attempts)).toEqual(["401 user_lifecycle.user_deleted"])
      }
    })

    it.each([
      { what: "a suspension", path: "suspend", code: "user_lifecycle.user_suspended" },
      { what: "a revocation", path: "revoke-sessions", code: "user_lifecycle.token_revoked" },
      { what: "an offboarding", path: "offboard", code: "user_lifecycle.user_deleted" },
    ])("is refused on the other after $what", async ({ path, code }) => {
      for (const ada of await cluster.createPeople(FEW_TRIALS, cluster.there)) {
        const end = () => change(`/admin/users/${ada.id}/${path}`)
        const attempts = await observe(ada.credential, end)
        expect(answersAfter(BOUND_MS, attempts)).toEqual([`401 ${code}`])
      }
    })

    it("is refused on the other after the sessions of everybody were revoked", async () => {
      const ada = await cluster.createPerson(cluster.there)
      const end = () => change("/admin/user-lifecycle/revoke-all-sessions")
      const attempts = await observe(ada.credential, end)
      expect(answersAfter(BOUND_MS, attempts)).toEqual(["401 user_lifecycle.token_revoked"])
    })

    it("is refused on the other to the API keys of somebody who is suspended, and of nobody else", async () => {
      for (const ada of await cluster.createPeople(FEW_TRIALS, cluster.there)) {
        const key = await createKey(cluster, ada.credential)
        const other = await createKey(cluster, root.credential)
        const end = () => change(`/admin/users/${ada.id}/suspend`)
        const attempts = await observe(key.credential, end)
        expect(answersAfter(BOUND_MS, attempts)).toEqual(["401 user_lifecycle.user_suspended"])
        const { status } = await cluster.there.api.get(LIGHTEST_ROUTE, other.credential)
        expect(status).toBe(200)
      }
    })

    it("is refused on the other to an API key that was revoked", async () => {
      for (let trial = 0; trial < FEW_TRIALS; trial++) {
        const key = await createKey(cluster, root.credential)
        const attempts = await observe(key.credential, () =>
          change(`/admin/api-keys/${key.id}/revoke`)
        )
        expect(answersAfter(BOUND_MS, attempts)).toEqual(["401"])
      }
    })

    it("ends what is being read on the other, long before it would be looked at again", async () => {
      const { api } = cluster.there
      const others = await readEvents(api, root.credential, root.credential)
      const waits: number[] = []
      for (const ada of await cluster.createPeople(FEW_TRIALS, cluster.there)) {
        const stream = await readEvents(api, ada.credential, root.credential)
        expect(stream).toMatchObject({ status: 200, ended_at: undefined })
        await change(`/admin/users/${ada.id}/offboard`)
        const answered_at = performance.now()
        await waitUntil("the stream ended", () => !!stream.ended_at, STREAM_BOUND_MS)
        waits.push(Number(stream.ended_at) - answered_at)
      }
      expect(others.ended_at).toBeUndefined()
      others.stop()
      console.info(
        `Offboarding on one instance, streams read from the other: ${FEW_TRIALS} trials; ` +
          `the last ended ${Math.max(...waits).toFixed(1)} ms after the answer`
      )
    })

    it("comes back there, too: a person who is reactivated can log in on the other at once", async () => {
      const ada = await cluster.createPerson(cluster.there)
      await observe(ada.credential, () => change(`/admin/users/${ada.id}/suspend`))
      await change(`/admin/users/${ada.id}/reactivate`)
      const { email, password } = ada
      const answer = await cluster.there.api.post("/auth/user/emailpass", { email, password })
      expect(answer.status).toBe(200)
    })
  })
}

async function createKey({ here }: Cluster, credential: Credential) {
  const body = { title: "key", type: "secret" }
  const { data } = await here.api.post("/admin/api-keys", body, credential)
  return { id: String(data.api_key.id), credential: apiKey(data.api_key.token) }
}
