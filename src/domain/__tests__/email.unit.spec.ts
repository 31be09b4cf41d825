import { isAllowedEmailDomain, isEmail, normalizeEmail } from "../email"

describe("normalizeEmail", () => {
  it("trims and lowers", () => {
    expect(normalizeEmail(" \tAda.Lovelace@Example.COM\n")).toBe("ada.lovelace@example.com")
  })

  it("takes no letter for another one that only looks alike, or is one in some languages", () => {
    expect(normalizeEmail("ada@g\u0130thub.com")).toBe("ada@g\u0130thub.com")
    expect(normalizeEmail("\u212aelvin@example.com")).toBe("\u212aelvin@example.com")
  })
})

describe("isEmail", () => {
  it.each([
    "ada@example.com",
    "ada.lovelace+shop@mail.example.co.uk",
    "o'brien@example.com",
    "ada@xn--bcher-kva.example",
    "jörg@bücher.example",
    `${"a".repeat(64)}@example.com`,
  ])("takes %s", (email) => {
    expect(isEmail(email)).toBe(true)
  })

  it.each([
    "",
    "@",
    "ada",
    "ada@",
    "@example.com",
    "ada@example",
    "ada@.example.com",
    "ada@example..com",
    "ada@-example.com",
    "ada@example-.com",
    ".ada@example.com",
    "ada.@example.com",
    "a..b@example.com",
    "ada@lovelace@example.com",
    '"ada"@example.com',
    "ada@[127.0.0.1]",
    "ada lovelace@example.com",
    "ada@example.com\nbcc: x@example.com",
    "ada,grace@example.com",
    "<ada@example.com>",
    "ada@example.com\u0000",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(60)}.com`,
  ])("refuses %j", (email) => {
    expect(isEmail(email)).toBe(false)
  })
})

describe("isAllowedEmailDomain", () => {
  it("allows all without a list, and exactly what is on it with one", () => {
    expect(isAllowedEmailDomain("ada@example.net")).toBe(true)
    expect(isAllowedEmailDomain("ada@example.com", ["Example.com"])).toBe(true)
    expect(isAllowedEmailDomain("ada@sub.example.com", ["example.com"])).toBe(false)
    expect(isAllowedEmailDomain("ada@notexample.com", ["example.com"])).toBe(false)
  })
})
