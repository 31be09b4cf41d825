import {
  decidePersonAccess,
  decideTokenAccess,
  decideUnregisteredTokenAccess,
  Principal,
} from "../access"

const living: Principal = {
  user_id: "user_1",
  is_living_user: true,
  status: "active",
  tokens_valid_after: null,
  known_since: null,
}

describe("decidePersonAccess", () => {
  it.each<[name: string, principal: Principal | undefined, refusal: string | undefined]>([
    ["an active user", living, undefined],
    ["a living user who is older than the plugin", { ...living, status: null }, undefined],
    ["nobody", undefined, "user_deleted"],
    ["a deleted user", { ...living, is_living_user: false }, "user_deleted"],
    [
      "a deleted user who is older than the plugin",
      { ...living, is_living_user: false, status: null },
      "user_deleted",
    ],
    [
      "an offboarded user whose row came back by hand",
      { ...living, status: "offboarded" },
      "user_deleted",
    ],
    ["a suspended user", { ...living, status: "suspended" }, "user_suspended"],
    [
      "a suspended user who was deleted",
      { ...living, is_living_user: false, status: "suspended" },
      "user_deleted",
    ],
  ])("decides for %s", (_, principal, refusal) => {
    expect(decidePersonAccess(principal)).toEqual(
      refusal ? { allowed: false, code: `user_lifecycle.${refusal}` } : { allowed: true }
    )
  })
})

describe("decideTokenAccess", () => {
  const cutOff = new Date("2026-05-01T12:00:00.500Z")
  const second = Math.floor(cutOff.getTime() / 1000)
  const revoked = { ...living, tokens_valid_after: cutOff }

  it.each<[name: string, issuedAt: number | undefined, allowed: boolean]>([
    ["long before", second - 3600, false],
    ["the second before", second - 1, false],
    ["of the very second of the revocation", second, false],
    ["the second after", second + 1, true],
    ["without an iat", undefined, false],
    ["whose iat is not a number", Number.NaN, false],
  ])("judges a token %s a revocation", (_, issuedAt, allowed) => {
    expect(decideTokenAccess(revoked, issuedAt).allowed).toBe(allowed)
  })

  it("takes any token of somebody whose tokens were never revoked", () => {
    expect(decideTokenAccess(living, undefined).allowed).toBe(true)
  })

  it("names suspension and deletion before revocation", () => {
    expect(decideTokenAccess({ ...revoked, status: "suspended" }, second - 1)).toEqual({
      allowed: false,
      code: "user_lifecycle.user_suspended",
    })
    expect(decideTokenAccess(undefined, second + 1)).toEqual({
      allowed: false,
      code: "user_lifecycle.user_deleted",
    })
  })
})

describe("decideUnregisteredTokenAccess", () => {
  const provisioned = new Date("2026-05-01T12:00:00.500Z")
  const second = Math.floor(provisioned.getTime() / 1000)
  const principal = { ...living, known_since: provisioned }

  it.each<[name: string, issuedAt: number | undefined, allowed: boolean]>([
    ["from before the login became a user's", second - 1, false],
    ["of the very second", second, false],
    ["from after", second + 1, true],
    ["without an iat", undefined, false],
  ])("judges a token that names a login only, %s", (_, issuedAt, allowed) => {
    expect(decideUnregisteredTokenAccess(principal, issuedAt).allowed).toBe(allowed)
  })

  it("has nothing to say of a login that is nobody's, or of a user whom the plugin did not provision", () => {
    expect(decideUnregisteredTokenAccess(undefined, 1).allowed).toBe(true)
    expect(decideUnregisteredTokenAccess(living, 1).allowed).toBe(true)
  })

  it("refuses the login of a user who may not act", () => {
    expect(decideUnregisteredTokenAccess({ ...living, status: "suspended" }, second).allowed).toBe(
      false
    )
  })
})
