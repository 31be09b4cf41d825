import { withoutBlanks } from "../visible-text"

describe("withoutBlanks", () => {
  it.each([
    ["nothing", ""],
    ["white space", " \t\n\u00a0\u3000"],
    ["zero-width spaces", "\u200b\u200b"],
    ["joiners and marks of direction", "\u200c\u200d\u200e\u200f\u202e\u2066\u2069"],
    ["a soft hyphen", "\u00ad"],
    ["a byte order mark", "\ufeff"],
    ["fillers of Hangul", "\u115f\u1160\u3164\uffa0"],
    ["a variation selector", "\ufe0f"],
    ["tags", "\u{e0061}\u{e007f}"],
    ["a blank of Braille", "\u2800"],
    ["all of them, with white space between", " \u200b \u3164 "],
  ])("takes %s for empty", (_, text) => {
    expect(withoutBlanks(text)).toBe("")
  })

  it.each([
    [" Ada ", "Ada"],
    ["\u200b.", "\u200b."],
    // A joiner between letters is part of how names are written in Persian, and of some emoji.
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["👩\u200d🔬", "👩\u200d🔬"],
  ])("leaves %j what can be seen", (text, left) => {
    expect(withoutBlanks(text)).toBe(left)
  })
})
