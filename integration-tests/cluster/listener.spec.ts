import { attemptUntil, answersAfter, LIGHTEST_ROUTE } from "../helpers/attempts"
import { Cluster, type Instance, type Person, remembersFor } from "../helpers/cluster"
import { query, testConnection } from "../helpers/database"
import { type Credential, openSession } from "../helpers/http"
import { findListeners, readListenerLog } from "../helpers/listeners"
import { PostgresProxy } from "../helpers/postgres-proxy"
import { waitUntil } from "../helpers/wait-until"

const TTL_SECONDS = 2
const TTL_MS = TTL_SECONDS * 1000
const PEOPLE = 8

/** How long an announcement has to arrive (see `ChangeListener`). */
const PROBE_TIMEOUT_MS = 3_000

const NO_NOTIFICATIONS = "carries no notifications"

describe("an instance and what is between it and the database", () => {
  const cluster = new Cluster()
  let pooler: PostgresProxy
  let network: PostgresProxy
  let root: Person

  beforeAll(async () => {
    const target = testConnection()
    ;[pooler, network] = await Promise.all([PostgresProxy.open(target), PostgresProxy.open(target)])
    pooler.dropsNotifications = true
    const env = { ...remembersFor(TTL_SECONDS), LOG_LEVEL: "info" }
    await cluster.open([{ env }, { env, via: pooler }, { env, via: network }])
    root = await cluster.createPerson()
  })
  afterAll(async () => {
    await cluster.close()
    await pooler?.close()
    await network?.close()
  })

  const behindPooler = () => cluster.at(1)
  const behindNetwork = () => cluster.at(2)
  const offboard = async ({ id }: Person) => {
    const { status } = await cluster.here.api.delete(`/admin/users/${id}`, root.credential)
    expect(status).toBe(200)
  }
  const enter = async ({ api }: Instance, credential: Credential) => {
    const { status, data } = await api.get(LIGHTEST_ROUTE, credential)
    return [status, data.code]
  }

  describe("a pooler that carries no notifications", () => {
    it("is noticed after the boot, and said", async () => {
      await waitUntil("it was noticed", () =>
        behindPooler().server.logs().includes(NO_NOTIFICATIONS)
      )
      expect(behindPooler().server.logs()).toContain("access.cache_ttl_seconds")
      expect(cluster.here.server.logs()).not.toContain(NO_NOTIFICATIONS)
      expect(behindNetwork().server.logs()).not.toContain(NO_NOTIFICATIONS)
    })

    it("leaves no listening connection behind", async () => {
      expect(await findListeners(cluster.databaseUrl, behindPooler())).toEqual([])
      expect(await findListeners(cluster.databaseUrl, cluster.here)).toHaveLength(1)
    })

    it("leaves the TTL to bound how long somebody who was offboarded elsewhere gets in", async () => {
      const { api } = behindPooler()
      const people = await cluster.createPeople(PEOPLE)
      const trials = people.map(async (ada) => {
        expect(await enter(behindPooler(), ada.credential)).toEqual([200, undefined])
        await offboard(ada)
        return await attemptUntil(TTL_MS, performance.now(), api, ada.credential)
      })
      for (const attempts of await Promise.all(trials)) {
        expect(answersAfter(TTL_MS, attempts)).toEqual(["401 user_lifecycle.user_deleted"])
      }
    })

    it("does not make people wait who were offboarded on the instance itself", async () => {
      const ada = await cluster.createPerson(behindPooler())
      const { api } = behindPooler()
      await api.delete(`/admin/users/${ada.id}`, root.credential)
      expect(await enter(behindPooler(), ada.credential)).toEqual([
        401,
        "user_lifecycle.user_deleted",
      ])
    })
  })

  describe("a network that is cut", () => {
    it("makes it refuse with 503 whoever brings an admin's credential, and lets everybody in again afterwards", async () => {
      const instance = behindNetwork()
      const ada = await cluster.createPerson(instance)
      const grace = await cluster.createPerson(instance)
      const session = await openSession(instance.api, ada.token)
      for (const credential of [ada.credential, grace.credential, session]) {
        expect(await enter(instance, credential)).toEqual([200, undefined])
      }

      network.cut()
      await waitUntil("it says that it hears nothing", () => readListenerLog(instance).lost === 1)
      const answers = await Promise.all([
        instance.api.get(LIGHTEST_ROUTE, ada.credential),
        instance.api.get(LIGHTEST_ROUTE, session),
        instance.api.get("/admin/products", ada.credential),
        instance.api.get("/admin/products", session),
        instance.api.get("/admin/user-lifecycle/events", grace.credential),
        instance.api.post("/auth/session", undefined, ada.credential),
        instance.api.post("/auth/token/refresh", undefined, ada.credential),
      ])
      for (const { status, data } of answers) {
        expect([status, data.type, data.code]).toEqual([
          503,
          "unexpected_state",
          "user_lifecycle.access_unknown",
        ])
      }
      expect((await instance.api.get("/public")).status).toBe(200)
      await offboard(grace)

      network.restore()
      // Whatever it answers until it is back, it never lets in who is gone meanwhile.
      await waitUntil("it knows again who is there", async () => {
        const [gone] = await enter(instance, grace.credential)
        expect([401, 503]).toContain(gone)
        const [status] = await enter(instance, ada.credential)
        expect([200, 503]).toContain(status)
        return gone === 401 && status === 200
      })
      expect(await enter(instance, session)).toEqual([200, undefined])
      await waitUntil("it hears the news again", () => readListenerLog(instance).found === 1)
    })

    it("is not remembered: the news end access at once again", async () => {
      const ada = await cluster.createPerson(behindNetwork())
      await offboard(ada)
      const { api } = behindNetwork()
      const attempts = await attemptUntil(100, performance.now(), api, ada.credential)
      expect(answersAfter(100, attempts)).toEqual(["401 user_lifecycle.user_deleted"])
    })
  })

  describe("a connection that was lost, while the next one proves itself", () => {
    it("is no reason to remember anybody, nor, if it is lost as well, to give up the one after it", async () => {
      const instance = behindNetwork()
      const url = cluster.databaseUrl
      const before = readListenerLog(instance)
      const [ada, grace] = await cluster.createPeople(2, instance)
      const [first] = await findListeners(url, instance)

      network.dropsNotifications = true
      network.restore()
      await waitUntil("it waits for the first news", async () =>
        (await findListeners(url, instance)).some((pid) => pid !== first)
      )
      expect(await enter(instance, grace.credential)).toEqual([200, undefined])
      await offboard(grace)
      expect(await enter(instance, grace.credential)).toEqual([401, "user_lifecycle.user_deleted"])

      network.dropsNotifications = false
      const [second] = await findListeners(url, instance)
      await query(url, "SELECT pg_terminate_backend($1)", [second])
      await waitUntil(
        "it hears the news",
        () => readListenerLog(instance).found === before.found + 1
      )

      // For longer than the second one would have been waited for.
      const attempts = await attemptUntil(
        PROBE_TIMEOUT_MS + 500,
        performance.now(),
        instance.api,
        ada.credential
      )
      expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([200]))
      expect(readListenerLog(instance)).toEqual({ lost: before.lost + 1, found: before.found + 1 })
    })
  })

  describe("a network that falls silent, and tells nobody", () => {
    it("lets nobody in for longer than the TTL", async () => {
      const instance = behindNetwork()
      const { lost } = readListenerLog(instance)
      const ada = await cluster.createPerson(instance)
      expect(await enter(instance, ada.credential)).toEqual([200, undefined])

      network.silence()
      const since = performance.now()
      await offboard(ada)
      const attempts = await attemptUntil(TTL_MS, since, instance.api, ada.credential)
      expect(answersAfter(TTL_MS, attempts)).toEqual(["503 user_lifecycle.access_unknown"])
      await waitUntil(
        "it says that it hears nothing",
        () => readListenerLog(instance).lost === lost + 1
      )

      network.restore()
      await waitUntil("it knows again who is gone", async () => {
        const [status] = await enter(instance, ada.credential)
        expect([401, 503]).toContain(status)
        return status === 401
      })
    })
  })
})
