import {
  ApiKeyFacts,
  asOtherActor,
  dateToken,
  decideApiKeyAccess,
  decideLoginAccess,
  decidePersonAccess,
  decideTokenAccess,
  decideUnregisteredTokenAccess,
  latestCutOff,
  Principal,
} from "../access"

const living: Principal = {
  user_id: "user_1",
  is_living_user: true,
  status: "active",
  until: null,
  tokens_valid_after: null,
  revoked_at: null,
  spared_token_issued_at: null,
  known_since: null,
  roles: null,
}
const now = new Date("2026-05-01T12:00:05.000Z")

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
      "a user who is suspended for some time yet",
      { ...living, status: "suspended", until: new Date(now.getTime() + 1) },
      "user_suspended",
    ],
    [
      "a user whose suspension is over at this instant",
      { ...living, status: "suspended", until: now },
      undefined,
    ],
    [
      "a suspended user who was deleted",
      { ...living, is_living_user: false, status: "suspended" },
      "user_deleted",
    ],
  ])("decides for %s", (_, principal, refusal) => {
    expect(decidePersonAccess(principal, now)).toEqual(
      refusal ? { allowed: false, code: `user_lifecycle.${refusal}` } : { allowed: true }
    )
  })
})

describe("decideLoginAccess", () => {
  const before = new Date(now.getTime() - 1)
  const ahead = new Date(now.getTime() + 3000)

  it.each<[name: string, principal: Principal | undefined, refusal: string | undefined]>([
    ["of somebody whose tokens were never revoked", living, undefined],
    ["that began after a revocation", { ...living, revoked_at: before }, undefined],
    [
      "that began after several revocations within a second",
      { ...living, revoked_at: before, tokens_valid_after: ahead },
      undefined,
    ],
    ["that began at the instant of a revocation", { ...living, revoked_at: now }, "token_revoked"],
    ["that began before a revocation", { ...living, revoked_at: ahead }, "token_revoked"],
    [
      "that began before a suspension",
      { ...living, revoked_at: ahead, status: "suspended" },
      "user_suspended",
    ],
    ["of nobody", undefined, "user_deleted"],
  ])("decides for a login %s", (_, principal, refusal) => {
    expect(decideLoginAccess(principal, now, now)).toEqual(
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
    expect(decideTokenAccess(revoked, issuedAt, now).allowed).toBe(allowed)
  })

  it("spares one token, and no other of that time", () => {
    const sparing = { ...revoked, spared_token_issued_at: new Date((second - 60) * 1000) }
    const takes = (issuedAt: number) => decideTokenAccess(sparing, issuedAt, now).allowed
    expect([second - 61, second - 60, second - 59, second, second + 1].map(takes)).toEqual([
      false,
      true,
      false,
      false,
      true,
    ])
  })

  it("takes any token of somebody whose tokens were never revoked", () => {
    expect(decideTokenAccess(living, undefined, now).allowed).toBe(true)
  })

  it("names suspension and deletion before revocation", () => {
    expect(decideTokenAccess({ ...revoked, status: "suspended" }, second - 1, now)).toEqual({
      allowed: false,
      code: "user_lifecycle.user_suspended",
    })
    expect(decideTokenAccess(undefined, second + 1, now)).toEqual({
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
    expect(decideUnregisteredTokenAccess(principal, issuedAt, now).allowed).toBe(allowed)
  })

  it("has nothing to say of a login that is nobody's, or of a user whom the plugin did not provision", () => {
    expect(decideUnregisteredTokenAccess(undefined, 1, now).allowed).toBe(true)
    expect(decideUnregisteredTokenAccess(living, 1, now).allowed).toBe(true)
  })

  it("lets another actor with the same login in whatever has become of the user, and not with what is from before", () => {
    for (const gone of [{ status: "suspended" as const }, { is_living_user: false }]) {
      const other = asOtherActor({ ...principal, ...gone, tokens_valid_after: now })
      const cutOff = Math.floor(now.getTime() / 1000)
      expect(decideUnregisteredTokenAccess(other, cutOff + 1, now).allowed).toBe(true)
      expect(decideUnregisteredTokenAccess(other, cutOff, now)).toEqual({
        allowed: false,
        code: "user_lifecycle.token_revoked",
      })
    }
  })

  it("refuses the login of a user who may not act", () => {
    expect(
      decideUnregisteredTokenAccess({ ...living, status: "suspended" }, second, now).allowed
    ).toBe(false)
  })
})

describe("decideApiKeyAccess", () => {
  const owned = (owner: Partial<Principal> | undefined, is_revoked = false): ApiKeyFacts => ({
    is_revoked,
    owner_id: "user_1",
    owner: owner && { ...living, ...owner },
  })
  const gone = { is_living_user: false }

  it.each<[name: string, facts: ApiKeyFacts, refusal: string | undefined]>([
    ["an active user's", owned({}), undefined],
    ["nobody's", { is_revoked: false, owner_id: undefined, owner: undefined }, undefined],
    [
      "of somebody offboarded whose keys were kept",
      owned({ ...gone, status: "offboarded" }),
      undefined,
    ],
    [
      "of somebody offboarded whose row came back by hand",
      owned({ status: "offboarded" }),
      "user_deleted",
    ],
    ["of somebody whom other code deleted", owned(gone), "user_deleted"],
    [
      "of somebody who was suspended, and deleted by other code",
      owned({ ...gone, status: "suspended" }),
      "user_deleted",
    ],
    ["of somebody of whom nothing is known any more", owned(undefined), "user_deleted"],
    ["revoked", owned({}, true), "token_revoked"],
    ["of somebody suspended", owned({ status: "suspended" }), "user_suspended"],
    ["of somebody whose suspension is over", owned({ status: "suspended", until: now }), undefined],
    ["of somebody whose sessions were revoked", owned({ tokens_valid_after: now }), undefined],
  ])("judges a key that is %s", (_, facts, refusal) => {
    expect(decideApiKeyAccess(facts, { keepsKeysOfTheGone: false }, now)).toEqual(
      refusal ? { allowed: false, code: `user_lifecycle.${refusal}` } : { allowed: true }
    )
  })

  it("lets keys outlive whoever other code deleted, where offboarding keeps keys", () => {
    const policy = { keepsKeysOfTheGone: true }
    for (const owner of [gone, { ...gone, status: "suspended" as const }, undefined]) {
      expect(decideApiKeyAccess(owned(owner), policy, now).allowed).toBe(true)
    }
    expect(decideApiKeyAccess(owned({ status: "suspended" }), policy, now).allowed).toBe(false)
  })
})

describe("dateToken", () => {
  const second = Math.floor(now.getTime() / 1000)
  const inThisSecond = new Date(now.getTime() + 400)

  it.each<[name: string, issuedAt: number, cutOff: Date | null, date: number]>([
    ["leaves a token alone", second, null, second],
    ["leaves one from just before alone", second - 1, null, second - 1],
    ["calls one of a clock that is a minute ahead a token of now", second + 60, null, second],
    [
      "takes one of a clock that is a minute late for younger than the last revocation",
      second - 60,
      new Date(now.getTime() - 5_000),
      second - 4,
    ],
    ["dates one of the second of a revocation a second later", second, inThisSecond, second + 1],
    ["does so for a clock that is ahead, too", second + 60, inThisSecond, second + 1],
  ])("%s", (_, issuedAt, cutOff, date) => {
    const dated = dateToken(issuedAt, inThisSecond, cutOff)
    expect(dated).toBe(date)
    const principal = { ...living, tokens_valid_after: cutOff }
    expect(decideTokenAccess(principal, dated, inThisSecond).allowed).toBe(true)
  })

  it("makes no token that outlives a revocation which comes later, by any clock", () => {
    for (const skewSeconds of [-60, -1, 0, 1, 60]) {
      for (const cutOff of [null, inThisSecond]) {
        const dated = dateToken(second + skewSeconds, inThisSecond, cutOff)
        // What `storeAccess` makes of the next revocation, in the same second.
        const next = new Date(Math.max(inThisSecond.getTime(), cutOff ? (second + 1) * 1000 : 0))
        const principal = { ...living, tokens_valid_after: next }
        expect(decideTokenAccess(principal, dated, next).allowed).toBe(false)
      }
    }
  })
})

describe("latestCutOff", () => {
  const earlier = new Date("2026-05-01T12:00:00.000Z")

  it("asks a token that names only the login to be younger than the user, too", () => {
    const principal = { ...living, known_since: now, tokens_valid_after: earlier }
    expect(latestCutOff(principal, { isRegistered: true })).toBe(earlier)
    expect(latestCutOff(principal, { isRegistered: false })).toBe(now)
    expect(latestCutOff({ ...principal, known_since: null }, { isRegistered: false })).toBe(earlier)
    expect(latestCutOff(undefined, { isRegistered: false })).toBeNull()
  })
})
