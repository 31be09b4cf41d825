import path from "node:path"
import { ModulesSdkUtils } from "@medusajs/framework/utils"
import { query } from "../helpers/database"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"

type LogModule = typeof import("../../src/access/activity-log")
type ClockModule = typeof import("../../src/access/clock")
type ActivityLog = InstanceType<LogModule["ActivityLog"]>

const BUILT = path.join(__dirname, "../../.medusa/server/src/access")
const ADA = "user_ada"
const SECOND_MS = 1_000
const MINUTE_MS = 60_000

describe("two instances that have seen the same person", () => {
  let database: MigratedDatabase
  let pg: ReturnType<typeof ModulesSdkUtils.createPgConnection>
  let time: { ms: number }
  let warnings: string[]
  let here: ActivityLog
  let there: ActivityLog

  beforeAll(async () => {
    database = await createMigratedDatabase()
    pg = ModulesSdkUtils.createPgConnection({ clientUrl: database.url })
  })
  afterAll(async () => {
    await pg?.destroy()
    await database?.drop()
  })

  beforeEach(async () => {
    const { ActivityLog } = (await import(path.join(BUILT, "activity-log.js"))) as LogModule
    const { DatabaseClock } = (await import(path.join(BUILT, "clock.js"))) as ClockModule
    time = { ms: Date.now() }
    warnings = []
    const clock = { now: () => time.ms, monotonic: () => time.ms }
    const logger = { warn: (text: string) => void warnings.push(text) }
    const open = () => new ActivityLog(pg, logger, clock, new DatabaseClock(clock))
    here = open()
    there = open()
  })
  afterEach(async () => {
    await Promise.all([here.close(), there.close()])
    await query(database.url, "DELETE FROM user_activity")
    expect(warnings).toEqual([])
  })

  const written = async () => {
    const [row] = await query<{ last_login_at: Date | null; last_seen_at: Date }>(
      database.url,
      "SELECT last_login_at, last_seen_at FROM user_activity WHERE user_id = $1",
      [ADA]
    )
    return { login: row.last_login_at?.getTime(), seen: row.last_seen_at.getTime() }
  }
  /** Time goes by, for the instances and for what is written. */
  const pass = async (ms: number) => {
    time.ms += ms
    await query(
      database.url,
      "UPDATE user_activity SET updated_at = updated_at - make_interval(secs => $1)",
      [ms / 1000]
    )
  }

  it("write it once a minute between them, and lose nothing", async () => {
    const first = time.ms
    here.seen(ADA)
    await here.flush()
    await pass(30 * SECOND_MS)
    there.seen(ADA)
    await there.flush()
    expect(await written()).toEqual({ login: undefined, seen: first })
    // It is still the one that knows.
    expect(there.unwritten()).toEqual([
      { user_id: ADA, last_seen_at: new Date(first + 30 * SECOND_MS) },
    ])

    await pass(MINUTE_MS)
    await there.flush()
    expect(await written()).toEqual({ login: undefined, seen: first + 30 * SECOND_MS })
    expect(there.unwritten()).toEqual([])
  })

  it("write a login when its minute has come, too", async () => {
    const first = time.ms
    here.seen(ADA)
    await here.flush()
    await pass(SECOND_MS)
    const login = time.ms
    there.loggedIn(ADA)
    await there.flush()
    expect(await written()).toEqual({ login: undefined, seen: first })
    await pass(MINUTE_MS)
    await there.flush()
    expect(await written()).toEqual({ login, seen: login })
  })

  it("write what is left when one of them stops", async () => {
    here.seen(ADA)
    await here.flush()
    await pass(SECOND_MS)
    there.seen(ADA)
    await there.flush()
    await there.close()
    expect((await written()).seen).toBe(time.ms)
  })
})
