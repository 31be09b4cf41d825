import {
  AppMetadata,
  isLoginOf,
  isVouchedForBy,
  linkedUserId,
  otherActorKeys,
  planIdentity,
  planIdentityRemoval,
  REGISTERED_AT_KEY,
  VOUCHED_BY_KEY,
  VOUCHED_WITH_KEY,
} from "../identity"

describe("planIdentity", () => {
  it.each<
    [name: string, appMetadata: AppMetadata, isLivingUser: boolean, password: string, sso: string]
  >([
    ["nobody's", null, false, "replace", "link"],
    ["nobody's, with an empty object", {}, false, "replace", "link"],
    ["left over with user_id: null", { user_id: null }, false, "replace", "link"],
    ["a deleted user's", { user_id: "user_1" }, false, "replace", "link"],
    ["a living user's", { user_id: "user_1" }, true, "conflict", "conflict"],
    ["a customer's", { customer_id: "cus_1" }, false, "link", "link"],
    [
      "a customer's, left over with user_id: null",
      { customer_id: "cus_1", user_id: null },
      false,
      "link",
      "link",
    ],
    [
      "a customer's and a deleted user's",
      { customer_id: "cus_1", user_id: "user_1" },
      false,
      "link",
      "link",
    ],
    [
      "a customer's and a living user's",
      { customer_id: "cus_1", user_id: "user_1" },
      true,
      "conflict",
      "conflict",
    ],
    ["a former customer's", { customer_id: null }, false, "replace", "link"],
    ["nobody's, with other metadata", { locale: "en" }, false, "replace", "link"],
    ["another actor type's", { vendor_id: "ven_1" }, false, "link", "link"],
  ])("decides for an identity that is %s", (_, appMetadata, isLivingUser, password, sso) => {
    expect(planIdentity({ appMetadata, isLivingUser, isVouchedFor: false }).action).toBe(password)
    expect(planIdentity({ appMetadata, isLivingUser, isVouchedFor: true }).action).toBe(sso)
  })
})

describe("isVouchedForBy", () => {
  const cutOff = new Date("2026-11-30T10:00:00.500Z")
  const registered = (at?: string, apiKey?: string) => ({
    [VOUCHED_BY_KEY]: "user_1",
    [REGISTERED_AT_KEY]: at,
    [VOUCHED_WITH_KEY]: apiKey,
  })

  it.each([
    ["registered after it", "user_1", registered("2026-11-30T10:00:00.501Z"), cutOff, true],
    ["registered at that instant", "user_1", registered("2026-11-30T10:00:00.500Z"), cutOff, false],
    ["registered before it", "user_1", registered("2026-11-30T09:59:59.000Z"), cutOff, false],
    ["registered nobody knows when", "user_1", registered(), cutOff, false],
    ["registered nobody knows when, and none was revoked", "user_1", registered(), null, true],
    ["another admin's", "user_2", registered("2026-11-30T11:00:00.000Z"), cutOff, false],
    ["a stranger's", "user_1", null, null, false],
    ["registered with a key that works", "user_1", registered(undefined, "apk_1"), null, true],
    ["registered with one that ended", "user_1", registered(undefined, "apk_2"), null, false],
  ])("of a login that is %s", (_, user_id, metadata, tokens_valid_after, expected) => {
    const voucher = { user_id, tokens_valid_after, usable_api_keys: ["apk_1"] }
    expect(isVouchedForBy(metadata, voucher)).toBe(expected)
  })
})

describe("planIdentityRemoval", () => {
  it("removes an identity that is the user's alone", () => {
    expect(planIdentityRemoval({ user_id: "user_1" })).toBe("remove")
    expect(planIdentityRemoval({ user_id: "user_1", customer_id: null })).toBe("remove")
  })

  it("unlinks one that is another actor's, too", () => {
    expect(planIdentityRemoval({ user_id: "user_1", customer_id: "cus_1" })).toBe("unlink")
  })
})

describe("the user link", () => {
  it("is nobody where it is null, empty or not text", () => {
    expect(
      [null, undefined, {}, { user_id: null }, { user_id: "" }, { user_id: 1 }].map(linkedUserId)
    ).toEqual(Array(6).fill(undefined))
    expect(linkedUserId({ user_id: "user_1" })).toBe("user_1")
  })

  it("is not among the other actors", () => {
    expect(otherActorKeys({ user_id: "user_1", customer_id: "cus_1", locale: "en" })).toEqual([
      "customer_id",
    ])
  })

  it("is nobody else's login", () => {
    const appMetadata = { user_id: "user_1", customer_id: "cus_1", seller_id: null }
    const actorTypes = ["customer", "seller", "invented", "user", ""]
    expect(actorTypes.filter((each) => isLoginOf(appMetadata, each))).toEqual(["customer"])
    expect(isLoginOf(null, "customer")).toBe(false)
  })
})
