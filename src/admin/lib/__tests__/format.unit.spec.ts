import { formatDistance, formatInstant, nameOf } from "../format"

describe("formatDistance", () => {
  // Of the local time, as days are.
  const now = new Date("2027-01-10T12:00:00")

  it.each([
    ["2027-01-10T12:00:00", "now"],
    ["2027-01-10T11:59:01", "59 seconds ago"],
    ["2027-01-10T11:00:00", "1 hour ago"],
    ["2027-01-09T12:00:01", "23 hours ago"],
    ["2027-01-09T12:00:00", "yesterday"],
    // 47 hours, and not the day before.
    ["2027-01-08T13:00:00", "2 days ago"],
    ["2027-01-12T11:00:00", "in 2 days"],
    ["2027-01-12T12:00:00", "in 2 days"],
    ["2026-12-05T12:00:00", "1 month ago"],
    ["2026-11-10T12:00:00", "2 months ago"],
    ["2025-12-10T12:00:00", "1 year ago"],
    ["2024-01-10T12:00:00", "3 years ago"],
  ])("says of %s: %s", (instant, words) => {
    expect(formatDistance(instant, "en", now)).toBe(words)
  })

  it("says it in the language that is asked for", () => {
    expect(formatDistance("2027-01-12T12:00:00", "de", now)).toBe("übermorgen")
  })
})

describe("formatInstant", () => {
  it.each([
    ["en", ["Dec\u00a031,\u00a02030,", "6:00\u00a0PM"]],
    ["de", ["31.12.2030,", "18:00"]],
    ["vi", ["18:00", "31\u00a0thg\u00a012,\u00a02030"]],
  ])("breaks a line in %s between the day and the time alone", (language, lines) => {
    expect(formatInstant("2030-12-31T18:00:00", language).split(" ")).toEqual(lines)
  })
})

describe("nameOf", () => {
  it("joins what there is of a name", () => {
    expect(nameOf({ first_name: "Ada", last_name: "Lovelace" })).toBe("Ada Lovelace")
    expect(nameOf({ first_name: null, last_name: "Lovelace" })).toBe("Lovelace")
    expect(nameOf({ first_name: null, last_name: null })).toBeUndefined()
  })
})
