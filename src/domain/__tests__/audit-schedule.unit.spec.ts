import { lastAuditHour } from "../audit-schedule"

describe("lastAuditHour", () => {
  it.each([
    ["2026-11-24T03:41:00Z", [3], "2026-11-24T03:00:00.000Z"],
    ["2026-11-24T03:00:00Z", [3], "2026-11-24T03:00:00.000Z"],
    ["2026-11-24T02:59:59Z", [3], "2026-11-23T03:00:00.000Z"],
    ["2026-11-24T17:41:00Z", [3], "2026-11-24T03:00:00.000Z"],
    ["2026-11-24T17:41:00Z", [3, 15, 23], "2026-11-24T15:00:00.000Z"],
    ["2026-11-24T00:10:00Z", [23], "2026-11-23T23:00:00.000Z"],
  ])("of %s is, with the hours %j, %s", (now, hours, expected) => {
    expect(lastAuditHour(new Date(now), hours)?.toISOString()).toBe(expected)
  })

  it("is none where no hour is named", () => {
    expect(lastAuditHour(new Date(), [])).toBeUndefined()
  })
})
