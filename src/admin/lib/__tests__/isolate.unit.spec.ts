import { isolate, withoutTurns } from "../isolate"

describe("isolate", () => {
  it.each(["", "tidy up", "Žofie Müller", "Иван", "王", "“on leave” · 10.0.0.1", "\ufeff\u200b"])(
    "leaves %j as it is, which changes the order of nothing",
    (text) => {
      expect(isolate(text)).toBe(text)
    }
  )

  it.each([
    "שלום",
    "a@דוגמה.com",
    "محمد",
    "mark\u200f",
    "\u{10900}",
    "\u{1e900}",
    "\ufb1d",
    "\ufe70",
  ])("keeps %j apart from what is around it", (text) => {
    expect(isolate(text)).toBe(`\u2068${text}\u2069`)
  })

  it.each([..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])(
    "shows a sign for the character that turns text around, %j",
    (turn) => {
      expect(isolate(`tidy up${turn}`)).toBe("tidy up\ufffd")
      expect(withoutTurns(`tidy up${turn}`)).toBe("tidy up\ufffd")
    }
  )

  it("lets nothing end it early", () => {
    expect(isolate("שלום\u2069\u202e")).toBe("\u2068שלום\ufffd\ufffd\u2069")
  })
})
