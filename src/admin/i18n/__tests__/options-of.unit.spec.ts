import { isolate } from "../../lib/isolate"
import { optionsOf } from "../options-of"

describe("optionsOf", () => {
  it("writes the number of a sentence as the language does, and keeps it for the sentence's form", () => {
    expect(optionsOf({ count: 12_000 }, "de")).toEqual({
      count: 12_000,
      replace: { count: "12.000" },
    })
    expect(optionsOf({ count: 1 }, "en")).toEqual({ count: 1, replace: { count: "1" } })
  })

  it("sets texts apart, also beside a number", () => {
    const name = isolate("עדה")
    expect(optionsOf({ name: "עדה" }, "en")).toEqual({ name })
    expect(optionsOf({ name: "עדה", count: 2 }, "en")).toEqual({
      name,
      count: 2,
      replace: { name, count: "2" },
    })
  })
})
