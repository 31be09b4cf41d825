import { chooseFilter, toEventFilters } from "../activity-query"

describe("toEventFilters", () => {
  const now = new Date(2027, 2, 29, 15, 30)
  const ask = (filters: Record<string, string[]>, myId?: string, q = "") =>
    toEventFilters({ q, filters }, myId, now)

  it("asks for everything without filters", () => {
    expect(ask({})).toEqual({})
  })

  it("hands on what the backend knows by the same name", () => {
    expect(ask({ user_id: ["user_1"], actor_id: ["apk_1"] }, undefined, "ada")).toEqual({
      q: "ada",
      user_id: ["user_1"],
      actor_id: ["apk_1"],
    })
  })

  it("knows the types of a group", () => {
    expect(ask({ group: ["identities"] })).toEqual({
      type: ["identities_audited", "finding_repaired"],
    })
  })

  it("asks for nobody's entries where the group is none", () => {
    expect(ask({ group: ["nonsense"] })).toEqual({ type: [""] })
  })

  it("tells me from others, once it knows who I am", () => {
    expect(ask({ actor: ["me"] })).toBeUndefined()
    expect(ask({ actor: ["me"] }, "user_me")).toEqual({ actor_id: ["user_me"] })
    expect(ask({ actor: ["system"] })).toEqual({ actor_type: ["system"] })
  })

  it("counts periods in days, across a change of the clocks", () => {
    const since = (period: string) => ask({ period: [period] })?.created_at
    expect(since("today")).toEqual({ $gte: new Date(2027, 2, 29).toISOString() })
    expect(since("within_7")).toEqual({ $gte: new Date(2027, 2, 22).toISOString() })
    expect(since("nonsense")).toBeUndefined()
  })

  it("takes both days of a stretch in, across a change of the clocks, or one end of it", () => {
    const within = (filters: Record<string, string[]>) => ask(filters)?.created_at
    expect(within({ from: ["2027-03-01"], to: ["2027-03-28"] })).toEqual({
      $gte: new Date(2027, 2, 1).toISOString(),
      $lt: new Date(2027, 2, 29).toISOString(),
    })
    expect(within({ from: ["2027-03-01"] })).toEqual({ $gte: new Date(2027, 2, 1).toISOString() })
    expect(within({ to: ["2027-12-31"] })).toEqual({ $lt: new Date(2028, 0, 1).toISOString() })
  })

  it.each(["2027-02-30", "0002-03-01", "yesterday", "2027-13-01"])("takes %s for no day", (day) => {
    expect(ask({ from: [day], to: [day] })).toEqual({})
  })
})

describe("chooseFilter", () => {
  const filters = { group: ["identities"], actor_id: ["user_ada"], period: ["today"] }

  it("changes one, and leaves the others", () => {
    expect(chooseFilter(filters, "group", [])).toEqual({ ...filters, group: [] })
    expect(chooseFilter(filters, "actor", ["system"])).toEqual({ ...filters, actor: ["system"] })
  })

  it("lets nobody be me and somebody else", () => {
    expect(chooseFilter(filters, "actor", ["me"])).toEqual({
      ...filters,
      actor: ["me"],
      actor_id: [],
    })
  })

  it("has either a period or days of somebody's own", () => {
    const withDay = { ...filters, period: [], from: ["2027-03-01"] }
    expect(chooseFilter(filters, "from", ["2027-03-01"])).toEqual(withDay)
    expect(chooseFilter(withDay, "period", ["today"])).toEqual({ ...filters, from: [], to: [] })
  })
})
