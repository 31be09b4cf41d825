import { DatabaseClock } from "../clock"

describe("DatabaseClock", () => {
  it("tells the time of the database, whatever the clock of the machine says and does", () => {
    const machine = { now_ms: Date.parse("2026-05-01T12:01:00Z"), monotonic_ms: 500 }
    const clock = new DatabaseClock({
      now: () => machine.now_ms,
      monotonic: () => machine.monotonic_ms,
    })
    expect(clock.now()).toEqual(new Date("2026-05-01T12:01:00Z"))

    clock.set(new Date("2026-05-01T12:00:00Z"))
    machine.now_ms -= 3_600_000
    machine.monotonic_ms += 1_500
    expect(clock.now()).toEqual(new Date("2026-05-01T12:00:01.500Z"))
  })
})
