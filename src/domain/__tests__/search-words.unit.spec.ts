import { escapePattern, searchWords } from "../search-words"

describe("searchWords", () => {
  it.each([
    ["", []],
    [" \t\n", []],
    [" ada  example.com ", ["ada", "example.com"]],
  ])("finds those of %j", (q, words) => {
    expect(searchWords(q)).toEqual(words)
  })
})

describe("escapePattern", () => {
  it.each([
    ["ada@example.com", "ada@example.com"],
    ["user_1", "user\\_1"],
    ["100%", "100\\%"],
    ["a\\b", "a\\\\b"],
  ])("has %j stand for itself", (word, pattern) => {
    expect(escapePattern(word)).toBe(pattern)
  })
})
