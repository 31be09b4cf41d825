import { attemptUntil, answersAfter, LIGHTEST_ROUTE } from "../../helpers/attempts"
import type { Cluster, Person } from "../../helpers/cluster"
import { findListeners, readListenerLog, withoutListener } from "../../helpers/listeners"
import { waitUntil } from "../../helpers/wait-until"

const TRIALS = 10
const BOUND_MS = 100

/** An instance that can't hear the news. The instances must say so in their log, and not forget people by themselves. */
export function describeLostListener(cluster: Cluster): void {
  describe("an instance whose listening connection is terminated", () => {
    let root: Person

    beforeAll(async () => {
      root = await cluster.createPerson()
    })

    const listens = () =>
      waitUntil("it listens again", async () => {
        const { lost, found } = readListenerLog(cluster.there)
        return (
          lost === found && (await findListeners(cluster.databaseUrl, cluster.there)).length === 1
        )
      })

    it("refuses who was offboarded elsewhere meanwhile", async () => {
      const people = await cluster.createPeople(TRIALS, cluster.there)
      for (const { id, credential } of people) {
        await listens()
        expect((await cluster.there.api.get(LIGHTEST_ROUTE, credential)).status).toBe(200)

        const terminated = await withoutListener(cluster.databaseUrl, cluster.there, async () => {
          const { status } = await cluster.here.api.delete(`/admin/users/${id}`, root.credential)
          expect(status).toBe(200)
        })
        const since = performance.now()
        const attempts = await attemptUntil(BOUND_MS, since, cluster.there.api, credential)

        expect(terminated).toBeGreaterThan(0)
        expect(answersAfter(BOUND_MS, attempts)).toEqual(["401 user_lifecycle.user_deleted"])
      }
    })

    it("goes on serving everybody else meanwhile", async () => {
      const ada = await cluster.createPerson(cluster.there)
      await withoutListener(cluster.databaseUrl, cluster.there, async () => {
        for (let request = 0; request < 20; request++) {
          const { status } = await cluster.there.api.get(LIGHTEST_ROUTE, ada.credential)
          expect(status).toBe(200)
        }
      })
    })

    it("says so, listens again by itself, and says that, too", async () => {
      await listens()
      const { lost, found } = readListenerLog(cluster.there)
      expect([lost, found]).toEqual([lost, lost])
      expect(lost).toBeGreaterThan(0)
      expect(readListenerLog(cluster.here)).toEqual({ lost: 0, found: 0 })
    })

    it("hears the news again", async () => {
      const ada = await cluster.createPerson(cluster.there)
      expect((await cluster.there.api.get(LIGHTEST_ROUTE, ada.credential)).status).toBe(200)
      await cluster.here.api.delete(`/admin/users/${ada.id}`, root.credential)
      const since = performance.now()
      const attempts = await attemptUntil(BOUND_MS, since, cluster.there.api, ada.credential)
      expect(answersAfter(BOUND_MS, attempts)).toEqual(["401 user_lifecycle.user_deleted"])
    })
  })
}
