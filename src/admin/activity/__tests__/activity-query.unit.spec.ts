import { toEventFilters } from "../activity-query"

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
})
