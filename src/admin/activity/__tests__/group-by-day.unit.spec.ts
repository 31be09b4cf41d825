import type { LifecycleEvent } from "../../api/types"
import { groupByDay, nameOfDay } from "../group-by-day"

/** By the clock of whoever looks, as the days are. */
const at = (...parts: [number, number, number, number, number]) =>
  ({ created_at: new Date(...parts).toISOString() }) as LifecycleEvent

describe("groupByDay", () => {
  it("begins a day at midnight, by the clock of whoever looks", () => {
    const events = [at(2027, 0, 2, 0, 1), at(2027, 0, 1, 23, 59), at(2027, 0, 1, 0, 0)]
    expect(groupByDay(events)).toEqual([
      { date: "2027-01-02", events: events.slice(0, 1) },
      { date: "2027-01-01", events: events.slice(1) },
    ])
    expect(groupByDay([])).toEqual([])
  })
})

describe("nameOfDay", () => {
  const now = new Date(2027, 0, 1, 0, 30)

  it.each([
    ["2027-01-01", "en", "Today, Friday, January 1, 2027"],
    ["2026-12-31", "en", "Yesterday, Thursday, December 31, 2026"],
    ["2026-12-30", "en", "Wednesday, December 30, 2026"],
    ["2027-01-01", "de", "Heute, Freitag, 1. Januar 2027"],
  ])("calls %s in %s: %s", (date, language, name) => {
    expect(nameOfDay(date, language, now)).toBe(name)
  })
})
