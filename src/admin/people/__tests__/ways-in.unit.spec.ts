import { waysOf } from "../add/ways-in"

const everything = () => true
const nothing = () => false
const invitesAlone = (...needed: string[]) => needed.every((each) => each.startsWith("invite:"))

describe("waysOf", () => {
  it.each([
    ["passwords alone", ["emailpass"], ["invite", "set_password", "password"]],
    [
      "passwords and a provider",
      ["emailpass", "google"],
      ["invite", "set_password", "password", "single_sign_on"],
    ],
    ["a provider alone", ["google"], ["invite", "single_sign_on"]],
  ])("in a shop with %s", (_, login_methods, ways) => {
    expect(waysOf(everything, { login_methods })).toEqual(ways)
  })

  it("takes a shop for one with passwords until it is known", () => {
    expect(waysOf(everything, undefined)).toEqual(["invite", "set_password", "password"])
  })

  it("are those that somebody may take, or all of the shop's where they may take none", () => {
    const settings = { login_methods: ["google"] }
    expect(waysOf(invitesAlone, settings)).toEqual(["invite"])
    expect(waysOf(nothing, settings)).toEqual(["invite", "single_sign_on"])
  })
})
