import { toPeopleQuery } from "../people-query"

describe("toPeopleQuery", () => {
  // The clocks of Europe and America change within the 30 and the 90 days before.
  const now = new Date(2027, 3, 5, 15, 30)
  const ask = (last_login?: unknown) => toPeopleQuery({ last_login }, now)

  it("hands on what the backend knows by the same name", () => {
    const query = { q: "ada", status: ["active"], role: ["role_1"], order: "-email", offset: 20 }
    expect(toPeopleQuery(query, now)).toEqual(query)
  })

  it.each([
    ["never", { never_logged_in: true }],
    ["within_7", { last_login_at: { $gte: new Date(2027, 2, 29).toISOString() } }],
    ["within_30", { last_login_at: { $gte: new Date(2027, 2, 6).toISOString() } }],
    ["before_90", { last_login_at: { $lt: new Date(2027, 0, 5).toISOString() } }],
  ])(
    "asks by the day, across a change of the clocks, for who last logged in: %s",
    (value, asked) => {
      expect(ask([value])).toEqual(asked)
    }
  )

  it("asks the same all day", () => {
    const [early, late] = [new Date(2027, 3, 5), new Date(2027, 3, 5, 23, 59, 59, 999)]
    const query = { last_login: ["within_7"] }
    expect(toPeopleQuery(query, early)).toEqual(toPeopleQuery(query, late))
  })

  it.each([undefined, "never", [], ["nonsense"]])("asks for everybody with %j", (value) => {
    expect(ask(value)).toEqual({})
  })
})
