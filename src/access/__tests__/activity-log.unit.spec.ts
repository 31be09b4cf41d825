import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ActivityLog } from "../activity-log"
import { DatabaseClock } from "../clock"

const SECOND_MS = 1_000
const MAX_PEOPLE = 50_000

type Write = { people: string[]; fail: () => void; succeed: () => Promise<void> }

/** A log of a database that answers when the test lets it, and a clock that the test sets. */
function setUp() {
  const time = { ms: 0 }
  const clock = { now: () => time.ms, monotonic: () => time.ms }
  const writes: Write[] = []
  const raw = (_sql: string, { activities }: { activities: string }) =>
    new Promise<{ rows: { user_id: string }[] }>((resolve, reject) => {
      const rows: { user_id: string }[] = JSON.parse(activities)
      writes.push({
        people: rows.map(({ user_id }) => user_id),
        fail: () => reject(new Error("away")),
        succeed: async () => resolve({ rows }),
      })
    })
  const log = new ActivityLog(
    { raw } as unknown as Knex,
    { warn: () => undefined },
    clock,
    new DatabaseClock(clock)
  )
  /** What a turn of the log's writes, which succeeds. */
  const flush = async () => {
    const before = writes.length
    const flushing = log.flush()
    await Promise.all(writes.slice(before).map(({ succeed }) => succeed()))
    await flushing
    return writes.slice(before).map(({ people }) => people)
  }
  return { flush, log, time, writes }
}

describe("ActivityLog", () => {
  it("writes about nobody more than once a minute", async () => {
    const { flush, log, time } = setUp()
    log.seen("user_1")
    expect(await flush()).toEqual([["user_1"]])

    log.loggedIn("user_1")
    for (time.ms = 0; time.ms < 60 * SECOND_MS; time.ms += SECOND_MS) {
      log.seen("user_1")
      expect([time.ms, await flush()]).toEqual([time.ms, []])
    }
    expect(time.ms).toBe(60 * SECOND_MS)
    expect(await flush()).toEqual([["user_1"]])
    expect(await flush()).toEqual([])
  })

  it("counts the minute for each person, and writes at once about somebody new", async () => {
    const { flush, log, time } = setUp()
    log.seen("user_1")
    await flush()
    time.ms = 30 * SECOND_MS
    log.seen("user_1")
    log.seen("user_2")
    expect(await flush()).toEqual([["user_2"]])
    time.ms = 60 * SECOND_MS
    log.seen("user_2")
    expect(await flush()).toEqual([["user_1"]])
    time.ms = 90 * SECOND_MS
    expect(await flush()).toEqual([["user_2"]])
  })

  it("writes about several people in one statement, and asks the database nothing where nobody is due", async () => {
    const { flush, log } = setUp()
    expect(await flush()).toEqual([])
    log.seen("user_1")
    log.loggedIn("user_2")
    log.seen("user_1")
    expect(await flush()).toEqual([["user_1", "user_2"]])
  })

  it("collects for five seconds, with nobody telling it to write", async () => {
    jest.useFakeTimers()
    try {
      const { log, writes } = setUp()
      log.seen("user_1")
      await jest.advanceTimersByTimeAsync(4_999)
      log.seen("user_2")
      expect(writes).toEqual([])
      await jest.advanceTimersByTimeAsync(1)
      expect(writes.map(({ people }) => people)).toEqual([["user_1", "user_2"]])
    } finally {
      jest.useRealTimers()
    }
  })

  it("remembers no more than so many people, and those whom it does as ever", async () => {
    const { flush, log, time } = setUp()
    for (let person = 0; person <= MAX_PEOPLE; person++) {
      log.seen(`user_${person}`)
    }
    expect(log.unwritten()).toHaveLength(MAX_PEOPLE)
    expect(log.known(`user_${MAX_PEOPLE}`)).toBeUndefined()
    time.ms = SECOND_MS
    log.seen("user_0")
    expect(log.known("user_0")).toEqual({ last_seen_at: new Date(SECOND_MS) })

    expect((await flush()).map((people) => people.length)).toEqual([MAX_PEOPLE])
    // They are let go of when nothing was heard of them for a minute, and there is room again.
    time.ms += 60 * SECOND_MS
    await flush()
    log.seen("user_of_later")
    expect(log.unwritten().map(({ user_id }) => user_id)).toEqual(["user_of_later"])
  })

  it("tells what it has not written, or is writing, and nothing that is written", async () => {
    const { log, time, writes } = setUp()
    log.loggedIn("user_1")
    const flushing = log.flush()
    time.ms = SECOND_MS
    log.seen("user_2")
    const isDue = { user_id: "user_2", last_seen_at: new Date(SECOND_MS) }
    expect(log.unwritten()).toEqual([
      { user_id: "user_1", last_login_at: new Date(0), last_seen_at: new Date(0) },
      isDue,
    ])
    await writes[0].succeed()
    await flushing
    expect(log.unwritten()).toEqual([isDue])
  })

  it("writes again what failed after longer than anybody is remembered for", async () => {
    const { flush, log, time, writes } = setUp()
    log.seen("user_1")
    const first = log.flush()
    time.ms = 61 * SECOND_MS
    await log.flush()
    expect(log.known("user_1")).toBeUndefined()
    expect(log.unwritten()).toHaveLength(1)
    writes[0].fail()
    await first

    expect(await flush()).toEqual([["user_1"]])
    await log.close()
  })
})
