import { isNoFuture, localDay, toInstant, toLocal } from "../local-time"

const now = new Date("2027-01-31T12:00:00Z")

describe("what was typed into a field for a date", () => {
  it.each(["", "2027-02-30T99:00", "203018-12-31T10:00", "soon"])(
    "is no instant where it is %j",
    (typed) => {
      expect(toInstant(typed)).toBeUndefined()
    }
  )

  it("is one in the time zone of whoever typed it", () => {
    expect(toInstant("2027-02-01T10:30")).toBe(new Date(2027, 1, 1, 10, 30).toISOString())
  })

  it("is what it was before it became one", () => {
    expect(toLocal(new Date(2027, 1, 1, 9, 5, 59).toISOString())).toBe("2027-02-01T09:05")
  })

  it.each([
    ["", false],
    ["2027-02-02T10:00", false],
    ["2027-01-01T10:00", true],
    ["203018-12-31T10:00", true],
  ])("%j is wrong where only the future will do: %p", (typed, isWrong) => {
    expect(isNoFuture(typed, now)).toBe(isWrong)
  })
})

describe("localDay", () => {
  it("is the day of whoever looks", () => {
    expect(localDay(new Date(2027, 0, 9, 23, 59))).toBe("2027-01-09")
  })
})
