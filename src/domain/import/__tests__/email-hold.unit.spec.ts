import { emailHoldSeconds } from "../email-hold"

describe("emailHoldSeconds", () => {
  it.each<[string, number, number]>([
    ["an hour, for a link of a week", 604_800, 3_600],
    ["an hour, for a link of a day", 86_400, 3_600],
    ["an hour, for a link of four", 14_400, 3_600],
    ["a quarter of an hour, for a link of one", 3_600, 900],
    ["a quarter of a minute, for a link of one", 60, 15],
    ["whole seconds", 61, 15],
    ["not at all, for a link that is over", -1, 0],
  ])("is %s", (_, linkSeconds, holdSeconds) => {
    expect(emailHoldSeconds(linkSeconds)).toBe(holdSeconds)
  })
})
