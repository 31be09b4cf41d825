import { isAllowedEmailDomain, isEmail, mixesScripts, normalizeEmail, refuseEmail } from "../email"

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
    "ada@BÜCHER.example",
    "Ärzte@example.com",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(60)}.com`,
  ])("refuses %j", (email) => {
    expect(isEmail(email)).toBe(false)
  })
})

describe("mixesScripts", () => {
  it.each([
    ["a Cyrillic а in a Latin word", "\u0430dmin@example.com"],
    ["a Cyrillic о in the domain", "admin@ex\u0430mple.com"],
    ["a Greek ο in a Latin word", "r\u03bf\u03bft@example.com"],
    ["a Greek letter in a Cyrillic word", "\u0438\u03b1\u043d@example.com"],
    ["a word behind a plus sign", "ada+\u0430dmin@example.com"],
    ["a word behind a hyphen", "ada-\u0430dmin@example.com"],
    ["a word behind an underscore", "ada_\u0430dmin@example.com"],
    ["a letter beyond the first plane", "\u{1df25}\u0430@example.com"],
  ])("finds %s", (_, email) => {
    expect(isEmail(email)).toBe(true)
    expect(mixesScripts(email)).toBe(true)
    expect(refuseEmail(email)).toEqual({
      code: "user_lifecycle.email_mixes_scripts",
      message: expect.stringContaining(email),
    })
  })

  it.each([
    "ada.lovelace+shop@mail.example.com",
    "o'brien@example.com",
    "žofie1@example.com",
    "иван@example.com",
    "иван.petrov@example.com",
    "иван_1990@почта.example",
    "σοφία@example.com",
    "王小明2@example.com",
    "דוד@example.com",
    // It looks like Latin, and is of one script: another rule would have to find it.
    "\u0430\u0440\u0440\u04cf\u0435@example.com",
  ])("lets %s pass", (email) => {
    expect(mixesScripts(email)).toBe(false)
    expect(refuseEmail(email)).toBeUndefined()
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
