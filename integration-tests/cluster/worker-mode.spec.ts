import { useCluster } from "../helpers/cluster"
import { findListeners } from "../helpers/listeners"

describe("a server and a worker on one database", () => {
  useCluster(
    [{ env: { MEDUSA_WORKER_MODE: "server" } }, { env: { MEDUSA_WORKER_MODE: "worker" } }],
    (cluster) => {
      it("guard and listen where HTTP is served, and only there", async () => {
        const [root, ada] = await cluster.createPeople(2)
        expect((await cluster.here.api.get("/custom", ada.credential)).status).toBe(200)

        const { api } = cluster.here
        const removed = await api.delete(`/admin/users/${ada.id}`, root.credential)

        expect(removed.status).toBe(200)
        const { status, data } = await api.get("/custom", ada.credential)
        expect([status, data.code]).toEqual([401, "user_lifecycle.user_deleted"])
        expect(await findListeners(cluster.databaseUrl, cluster.here)).toHaveLength(1)
        expect(await findListeners(cluster.databaseUrl, cluster.there)).toEqual([])
        expect((await cluster.there.api.get("/custom", root.credential)).status).not.toBe(200)
      })
    }
  )
})
