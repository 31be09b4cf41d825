import { randomUUID } from "node:crypto"
import path from "node:path"
import { FeatureFlag, ModulesSdkUtils } from "@medusajs/framework/utils"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"
import { query, testConnection } from "../helpers/database"
import { PostgresProxy } from "../helpers/postgres-proxy"
import { waitUntil } from "../helpers/wait-until"

type RegistryModule = typeof import("../../src/access/access-registry")
type AccessRegistry = InstanceType<RegistryModule["AccessRegistry"]>

const BUILT = path.join(__dirname, "../../.medusa/server/src/access/access-registry.js")

const TTL_SECONDS = 60
const TTL_MS = TTL_SECONDS * 1000
const MINUTE_MS = 60_000
const MAX_PRINCIPALS = 20

/** A clock that stands still until the test moves it. */
class TestClock {
  private wall = Date.now()
  private elapsed = 0

  now = () => this.wall
  monotonic = () => this.elapsed

  /** Time goes by. */
  pass(ms: number): void {
    this.wall += ms
    this.elapsed += ms
  }

  /** Somebody sets the clock of the machine. */
  jump(ms: number): void {
    this.wall += ms
  }
}

describe("AccessRegistry", () => {
  let database: MigratedDatabase
  let pg: ReturnType<typeof ModulesSdkUtils.createPgConnection>
  let registry: AccessRegistry
  let clock: TestClock
  /** What was asked of the database on the pool. */
  let queries: string[]

  beforeAll(async () => {
    database = await createMigratedDatabase()
    pg = ModulesSdkUtils.createPgConnection({ clientUrl: database.url })
    pg.on("query", ({ sql }: { sql: string }) => queries.push(sql))
  })
  afterAll(async () => {
    await pg?.destroy()
    await database?.drop()
  })

  beforeEach(async () => {
    queries = []
    const { AccessRegistry } = (await import(BUILT)) as RegistryModule
    clock = new TestClock()
    const logger = { info: () => undefined, warn: () => undefined }
    registry = new AccessRegistry({
      pg,
      logger,
      clock,
      cache_ttl_seconds: TTL_SECONDS,
      max_principals: MAX_PRINCIPALS,
    })
    await registry.open()
    expect(registry.state).toBe("listening")
    queries = []
  })
  afterEach(() => registry.close())

  const sql = (text: string, params?: unknown[]) => query(database.url, text, params)
  const createUser = async () => {
    const id = `user_${randomUUID()}`
    await sql(`INSERT INTO "user" (id, email) VALUES ($1, $1 || '@example.com')`, [id])
    return id
  }
  type Access = { status?: string; until?: Date; since?: Date }
  const changeAccess = async (id: string, access: Access) => {
    const { status = "active", until = null, since = null } = access
    await sql(
      `INSERT INTO user_access (id, user_id, status, until, tokens_valid_after) VALUES ('uacc_' || $1, $1, $2, $3, $4)
       ON CONFLICT (user_id) WHERE deleted_at IS NULL DO UPDATE SET
         status = excluded.status, until = excluded.until, tokens_valid_after = excluded.tokens_valid_after`,
      [id, status, until, since]
    )
  }
  /** The same so that nobody hears of it: news that come late would make the registry forget in the middle of a test. */
  const setAccess = async (id: string, access: Access) => {
    await sql("ALTER TABLE user_access DISABLE TRIGGER user_lifecycle_announce")
    await changeAccess(id, access)
    await sql("ALTER TABLE user_access ENABLE TRIGGER user_lifecycle_announce")
  }
  const databaseNow = async () => {
    const [{ now }] = await query<{ now: Date }>(database.url, "SELECT clock_timestamp() AS now")
    return now
  }
  const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000)

  const judge = async (id: string, issuedAt = Infinity) => {
    const { decision } = await registry.judgeToken(id, issuedAt)
    return decision.allowed ? "allowed" : decision.code.replace("user_lifecycle.", "")
  }
  /** That the answer was there at once, and what it was. */
  const judgeWarm = (id: string, issuedAt = Infinity) => {
    const verdict = registry.judgeRemembered(id, issuedAt)
    if (!verdict) {
      throw new Error("the person is not remembered")
    }
    return verdict.decision.allowed
      ? "allowed"
      : verdict.decision.code.replace("user_lifecycle.", "")
  }

  it("asks the database once for a person, and then decides without it, and without waiting", async () => {
    const ada = await createUser()
    expect(await judge(ada)).toBe("allowed")
    expect(queries).toHaveLength(1)
    for (let decision = 0; decision < 1_000; decision++) {
      expect(judgeWarm(ada)).toBe("allowed")
    }
    expect(queries).toHaveLength(1)
  })

  it("remembers somebody who does not exist, too", async () => {
    expect(await judge("user_nobody")).toBe("user_deleted")
    expect(judgeWarm("user_nobody")).toBe("user_deleted")
    expect(queries).toHaveLength(1)
  })

  it("reads anew when the TTL is over, and not before", async () => {
    const ada = await createUser()
    await judge(ada)
    await setAccess(ada, { status: "suspended" })

    clock.pass(TTL_MS - 1)
    expect(judgeWarm(ada)).toBe("allowed")
    clock.pass(1)
    expect(await judge(ada)).toBe("user_suspended")
    expect(queries).toHaveLength(2)
  })

  it("forgets a person when the database announces a change, and nobody else", async () => {
    const [ada, grace] = [await createUser(), await createUser()]
    await judge(ada)
    await judge(grace)
    await changeAccess(ada, { status: "suspended" })
    await waitUntil("the news arrives", async () => (await judge(ada)) === "user_suspended")
    expect(judgeWarm(grace)).toBe("allowed")
    // Once for each, and once more for the one who changed.
    expect(queries).toHaveLength(3)
  })

  it("forgets everybody when the table of users is emptied", async () => {
    const ada = await createUser()
    await judge(ada)
    await sql(`TRUNCATE "user" CASCADE`)
    await waitUntil("the news arrives", async () => (await judge(ada)) === "user_deleted")
  })

  it("lets a suspension end while it remembers it, at the instant that the database knows, without asking", async () => {
    const ada = await createUser()
    const until = new Date((await databaseNow()).getTime() + MINUTE_MS / 2)
    await setAccess(ada, { status: "suspended", until })
    expect(await judge(ada)).toBe("user_suspended")

    clock.pass(MINUTE_MS / 2)
    expect(judgeWarm(ada)).toBe("allowed")
    expect(queries).toHaveLength(1)
  })

  it("neither revives nor kills anybody when the clock of the machine jumps", async () => {
    const now = await databaseNow()
    const [ada, grace, alan] = [await createUser(), await createUser(), await createUser()]
    await setAccess(ada, { status: "suspended", until: new Date(now.getTime() + MINUTE_MS / 2) })
    await setAccess(grace, { status: "suspended", until: new Date(now.getTime() - 1) })
    await setAccess(alan, { since: now })
    const expected = ["user_suspended", "allowed", "token_revoked", "allowed"]
    const verdicts = async () => [
      await judge(ada),
      await judge(grace),
      await judge(alan, seconds(now) - 1),
      await judge(alan, seconds(now) + 1),
    ]
    expect(await verdicts()).toEqual(expected)

    for (const ms of [-MINUTE_MS, 2 * MINUTE_MS, -MINUTE_MS]) {
      clock.jump(ms)
      expect(await verdicts()).toEqual(expected)
      expect(queries).toHaveLength(3)
    }
    // What is remembered does not live longer for it.
    clock.jump(-MINUTE_MS)
    clock.pass(TTL_MS)
    await verdicts()
    expect(queries).toHaveLength(6)
  })

  it("kills a token of the very second of a revocation, and takes one of the second after", async () => {
    const ada = await createUser()
    const since = await databaseNow()
    await setAccess(ada, { since })
    expect(await judge(ada, seconds(since) - 1)).toBe("token_revoked")
    expect(judgeWarm(ada, seconds(since))).toBe("token_revoked")
    expect(judgeWarm(ada, seconds(since) + 1)).toBe("allowed")
  })

  it("remembers API keys, and the suspension of whoever made them", async () => {
    const ada = await createUser()
    const key = `apk_${randomUUID()}`
    await sql(
      `INSERT INTO api_key (id, token, salt, redacted, title, type, created_by) VALUES ($1, $1, 's', 'r', 't', 'secret', $2)`,
      [key, ada]
    )
    const judgeKey = async () => (await registry.judgeApiKey(key)).decision
    expect(await judgeKey()).toEqual({ allowed: true })
    const cold = queries.length
    expect(await judgeKey()).toEqual({ allowed: true })
    expect(queries).toHaveLength(cold)

    await changeAccess(ada, { status: "suspended" })
    await waitUntil("the news arrives", async () => !(await judgeKey()).allowed)
    await changeAccess(ada, { status: "active" })
    await waitUntil("the news arrives", async () => (await judgeKey()).allowed)
    await sql("UPDATE api_key SET revoked_at = now() WHERE id = $1", [key])
    await waitUntil("the news arrives", async () => !(await judgeKey()).allowed)
  })

  it("asks once for all who ask at the same time", async () => {
    const ada = await createUser()
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => judge(ada)))
    expect(new Set(verdicts)).toEqual(new Set(["allowed"]))
    expect(queries).toHaveLength(1)
  })

  it("remembers nobody before it listens, and after it was closed", async () => {
    const ada = await createUser()
    await judge(ada)
    expect(registry.size).toBe(1)
    await registry.close()
    queries = []
    expect([await judge(ada), await judge(ada), registry.size]).toEqual(["allowed", "allowed", 0])
    expect(queries).toHaveLength(2)
  })

  describe("on a connection that carries no notifications", () => {
    let proxy: PostgresProxy
    let slowPg: typeof pg
    let slow: AccessRegistry
    let warnings: string[]

    beforeEach(async () => {
      proxy = await PostgresProxy.open(testConnection())
      proxy.dropsNotifications = true
      const url = new URL(database.url)
      url.hostname = "localhost"
      url.port = String(proxy.port)
      slowPg = ModulesSdkUtils.createPgConnection({ clientUrl: url.href })
      warnings = []
      const { AccessRegistry } = (await import(BUILT)) as RegistryModule
      slow = new AccessRegistry({
        pg: slowPg,
        logger: {
          info: () => undefined,
          warn: (text: string) => void warnings.push(text),
        },
        cache_ttl_seconds: TTL_SECONDS,
      })
      await slow.open()
    })
    afterEach(async () => {
      await slow?.close()
      await slowPg?.destroy()
      await proxy?.close()
    })

    const poolers = () => warnings.filter((text) => text.includes("carries no notifications"))

    it("trusts nothing at first, and blames no pooler for one announcement that did not arrive", async () => {
      const ada = await createUser()
      expect(slow.state).toBe("lost")
      await slow.judgeToken(ada, undefined)
      expect(slow.size).toBe(0)
      proxy.dropsNotifications = false
      await waitUntil("it hears the news", () => slow.state === "listening")
      expect(poolers()).toEqual([])
    })

    it("trusts nothing any more once announcements stop arriving, while all else works, until they do again", async () => {
      const ada = await createUser()
      proxy.dropsNotifications = false
      await waitUntil("it hears the news", () => slow.state === "listening")
      await slow.judgeToken(ada, undefined)
      expect(slow.size).toBe(1)

      proxy.dropsNotifications = true
      await waitUntil("it finds out", () => slow.state === "lost", 15_000)
      expect((await slow.judgeToken(ada, undefined)).decision.allowed).toBe(true)
      expect(slow.size).toBe(0)
      expect(warnings).toContainEqual(expect.stringContaining("an announcement did not arrive"))

      proxy.dropsNotifications = false
      await waitUntil("it hears the news again", () => slow.state === "listening", 15_000)
      expect(poolers()).toEqual([])
    })

    it("goes on trusting while the pool has no connection to spare for an announcement", async () => {
      proxy.dropsNotifications = false
      await waitUntil("it hears the news", () => slow.state === "listening")
      const states: string[] = []
      slow.onChange(() => states.push(slow.state))
      const { pool } = slowPg.client
      const taken = await Promise.all(
        Array.from({ length: pool.max }, () => slowPg.client.acquireConnection())
      )
      await waitUntil("it has tried twice", () => pool.numPendingAcquires() === 2, 20_000)
      taken.forEach((connection) => slowPg.client.releaseConnection(connection))
      await waitUntil("it has been heard", () => pool.numUsed() === 0)
      expect([slow.state, states]).toEqual(["listening", []])
    })

    it("says so once after three, and relies on the TTL", async () => {
      const ada = await createUser()
      await waitUntil("it gave up", () => slow.state === "unsupported")
      expect(poolers()).toEqual([expect.stringContaining("did not arrive, 3 times")])
      await slow.judgeToken(ada, undefined)
      expect(slow.size).toBe(1)
    })
  })

  describe("where the database is away when it opens", () => {
    let proxy: PostgresProxy
    let awayPg: typeof pg
    let away: AccessRegistry

    beforeEach(async () => {
      FeatureFlag.setFlag("rbac", true)
      proxy = await PostgresProxy.open(testConnection())
      const url = new URL(database.url)
      url.hostname = "localhost"
      url.port = String(proxy.port)
      awayPg = ModulesSdkUtils.createPgConnection({ clientUrl: url.href })
      const { AccessRegistry } = (await import(BUILT)) as RegistryModule
      const logger = { info: () => undefined, warn: () => undefined }
      away = new AccessRegistry({ pg: awayPg, logger, cache_ttl_seconds: TTL_SECONDS })
    })
    afterEach(async () => {
      FeatureFlag.setFlag("rbac", false)
      await away?.close()
      await awayPg?.destroy()
      await proxy?.close()
    })

    it("judges nobody until it is back, and then by the roles of now", async () => {
      const ada = await createUser()
      await sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('urole_now', $1, 'role_of_now')",
        [ada]
      )
      proxy.cut()
      await away.open()
      await expect(away.judgeToken(ada, undefined)).rejects.toBeDefined()
      expect(away.judgeRemembered(ada, undefined)).toBeUndefined()

      proxy.restore()
      await waitUntil("it hears the news", () => away.state === "listening", 20_000)
      const { decision, principal } = await away.judgeToken(ada, undefined)
      expect([decision.allowed, principal?.roles]).toEqual([true, ["role_of_now"]])
    })
  })

  it("remembers no more people than it may", async () => {
    for (let person = 0; person < 3 * MAX_PRINCIPALS; person++) {
      await judge(`user_${person}`)
    }
    expect(registry.size).toBe(MAX_PRINCIPALS)
  })
})
