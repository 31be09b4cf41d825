import { Cluster, remembersFor } from "../helpers/cluster"
import { claimRedisDatabase, type RedisDatabase } from "../helpers/redis-database"
import { createOutbox } from "../helpers/outbox"
import { testRedisUrl } from "../helpers/variables"
import { describeChangeBySql } from "../suites/cluster/change-by-sql"
import { describeLastAdmin } from "../suites/cluster/last-admin"
import { describeLostListener } from "../suites/cluster/lost-listener"
import { describePropagation } from "../suites/cluster/propagation"
import { describeRedeliveredEvents } from "../suites/cluster/redelivered-events"

const redisUrl = testRedisUrl()
const ttl_seconds = 5

if (!redisUrl) {
  console.info("No REDIS_URL is set: the instances are not tested with Redis.")
}
const describeWithRedis = redisUrl ? describe : describe.skip

/** What the other suites test without Redis: events, workflows, locks, caches and sessions are in Redis here. */
describeWithRedis("two instances on one database and one Redis", () => {
  const cluster = new Cluster()
  const outbox = createOutbox()
  let redis: RedisDatabase

  beforeAll(async () => {
    redis = await claimRedisDatabase(String(redisUrl))
    const env = {
      ...remembersFor(ttl_seconds),
      LOG_LEVEL: "info",
      REDIS_URL: redis.url,
      OUTBOX_FILE: outbox.file,
    }
    await cluster.open([{ env }, { env }])
  })
  afterAll(async () => {
    await cluster.close()
    await redis?.release()
  })

  it("uses Redis for events, workflows and locks", () => {
    for (const { server } of [cluster.here, cluster.there]) {
      for (const name of ["event-bus-redis", "workflow-engine-redis", "locking-redis"]) {
        expect(server.logs()).toContain(name)
      }
    }
  })

  describePropagation(cluster)
  describeChangeBySql(cluster, { ttl_seconds })
  describeLostListener(cluster)
  describeRedeliveredEvents(cluster, outbox)
  // The last one: it removes everybody else.
  describeLastAdmin(cluster)
})
