import { generatePassword } from "../add/generate-password"

describe("a password that is made", () => {
  it("is long, and another one each time", () => {
    const passwords = Array.from({ length: 1_000 }, () => generatePassword(8))
    expect(new Set(passwords).size).toBe(passwords.length)
    expect(new Set(passwords.map(({ length }) => length))).toEqual(new Set([20]))
  })

  it.each([
    [20, 20],
    [21, 21],
    [256, 256],
  ])("is as long as the shop asks for: %i", (minLength, length) => {
    expect(generatePassword(minLength)).toHaveLength(length)
  })

  it("has every character about as often as any other, and none that is mistaken for another", () => {
    const counts = new Map<string, number>()
    for (const character of Array.from({ length: 3_150 }, () => generatePassword(0)).join("")) {
      counts.set(character, (counts.get(character) ?? 0) + 1)
    }
    expect([...counts.keys()].filter((character) => "0O1Il".includes(character))).toEqual([])
    // A thousand each, of which the standard deviation is 32.
    expect(counts.size).toBe(63)
    expect(Math.min(...counts.values())).toBeGreaterThan(800)
    expect(Math.max(...counts.values())).toBeLessThan(1_200)
  })
})
