import { DatabaseClock } from "../clock"

const NOON_MS = Date.parse("2026-05-01T12:00:00Z")

/** A clock of the database at noon, on a machine whose clock is a minute ahead. */
function setUp() {
  const machine = { now_ms: NOON_MS + 60_000, monotonic_ms: 500 }
  const clock = new DatabaseClock({
    now: () => machine.now_ms,
    monotonic: () => machine.monotonic_ms,
  })
  return { clock, machine }
}

describe("DatabaseClock", () => {
  it("tells the time of the database, whatever the clock of the machine says and does", () => {
    const { clock, machine } = setUp()
    expect(clock.now()).toEqual(new Date("2026-05-01T12:01:00Z"))

    clock.set(new Date("2026-05-01T12:00:00Z"))
    machine.now_ms -= 3_600_000
    machine.monotonic_ms += 1_500
    expect(clock.now()).toEqual(new Date("2026-05-01T12:00:01.500Z"))
  })

  it("is not moved back by an answer that comes late", () => {
    const { clock, machine } = setUp()
    clock.set(new Date(NOON_MS))
    machine.monotonic_ms += 6_000
    // One that was asked before the other, and one that was asked after it and took longer.
    for (const readAt of [NOON_MS - 1_000, NOON_MS + 2_000]) {
      clock.set(new Date(readAt))
      expect(clock.now()).toEqual(new Date(NOON_MS + 6_000))
    }
  })

  it("is moved forward by an answer that travelled faster than the one before", () => {
    const { clock, machine } = setUp()
    clock.set(new Date(NOON_MS))
    machine.monotonic_ms += 1_000
    clock.set(new Date(NOON_MS + 1_300))
    machine.monotonic_ms += 1_000
    expect(clock.now()).toEqual(new Date(NOON_MS + 2_300))
  })

  it("follows a database whose clock is behind after a minute", () => {
    const { clock, machine } = setUp()
    clock.set(new Date(NOON_MS))
    machine.monotonic_ms += 59_999
    clock.set(new Date(NOON_MS))
    expect(clock.now()).toEqual(new Date(NOON_MS + 59_999))
    machine.monotonic_ms += 1
    clock.set(new Date(NOON_MS))
    expect(clock.now()).toEqual(new Date(NOON_MS))
  })
})
