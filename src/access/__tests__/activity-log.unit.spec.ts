import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ActivityLog } from "../activity-log"
import { DatabaseClock } from "../clock"

describe("ActivityLog", () => {
  it("writes again what failed after longer than anybody is remembered for", async () => {
    const time = { ms: 0 }
    const clock = { now: () => time.ms, monotonic: () => time.ms }
    const writes: { about: string; fail: () => void; succeed: () => void }[] = []
    const raw = (_sql: string, [about]: string[]) =>
      new Promise<void>((resolve, reject) => {
        writes.push({ about, fail: () => reject(new Error("away")), succeed: resolve })
      })
    const log = new ActivityLog(
      { raw } as unknown as Knex,
      { warn: () => undefined },
      clock,
      new DatabaseClock(clock)
    )
    log.seen("user_1")
    const first = log.flush()
    time.ms = 61_000
    await log.flush()
    expect(log.known("user_1")).toBeUndefined()
    writes[0].fail()
    await first

    const second = log.flush()
    expect(writes).toHaveLength(2)
    expect(writes[1].about).toContain("user_1")
    writes[1].succeed()
    await second
    await log.close()
  })
})
