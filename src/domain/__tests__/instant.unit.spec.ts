import { inUtc, readInstant } from "../instant"

describe("An instant in a filter", () => {
  it.each([
    ["2026-01-31", "2026-01-31"],
    ["2026-01-31T10:00", "2026-01-31T10:00Z"],
    ["2026-01-31T10:00:01", "2026-01-31T10:00:01Z"],
    ["2026-01-31T10:00:01.5", "2026-01-31T10:00:01.5Z"],
    ["2026-01-31T10:00Z", "2026-01-31T10:00Z"],
    ["2026-01-31T10:00+05:30", "2026-01-31T10:00+05:30"],
    ["2026-01-31T10:00:01-05:00", "2026-01-31T10:00:01-05:00"],
  ])(
    "is in UTC where it does not say how far from that it is, wherever the server is: %s",
    (text, utc) => {
      expect(inUtc(text)).toBe(utc)
      expect(readInstant(text)).toEqual(new Date(utc))
    }
  )

  it.each([
    ["2026-01-31", "2026-01-31T00:00:00.000Z"],
    ["2026-01-31T10:00", "2026-01-31T10:00:00.000Z"],
    ["2026-01-31T10:00:01.123456", "2026-01-31T10:00:01.123Z"],
    ["2026-01-31T10:00+05:30", "2026-01-31T04:30:00.000Z"],
  ])("is read: %s", (text, instant) => {
    expect(readInstant(text)?.toISOString()).toBe(instant)
  })

  it.each([
    "",
    "today",
    "31.01.2026",
    "2026-13-01",
    "2026-01-31T25:00",
    "0000-01-01",
    "20260131",
    "2026-01-31T10",
  ])("is no other text: %j", (text) => {
    expect(readInstant(text)).toBeUndefined()
  })
})
