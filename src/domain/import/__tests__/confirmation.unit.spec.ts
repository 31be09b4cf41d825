import { ImportFacts, refuseConfirmation } from "../confirmation"

const FACTS: ImportFacts = {
  status: "validated",
  has_file_problem: false,
  invalid: 0,
  exists: 0,
  ready: 0,
}

describe("an import that is confirmed", () => {
  it.each<[string, Partial<ImportFacts>, string]>([
    ["was confirmed", { status: "running", ready: 1 }, "The import is running"],
    ["could not be read", { has_file_problem: true, ready: 1 }, "could not be read to its end"],
    ["has a header alone", {}, "The file has nobody"],
    ["has people who are there alone", { exists: 2 }, "everybody is there already"],
    ["has wrong lines alone", { invalid: 2 }, "left to do: each is wrong."],
    [
      "has wrong lines, and people who are there",
      { invalid: 1, exists: 1 },
      "each is wrong, or its person is there already",
    ],
  ])("is refused where its file %s", (_, facts, message) => {
    const refusal = refuseConfirmation({ ...FACTS, ...facts }, { skip_invalid: true })
    expect(refusal).toEqual({
      code: "user_lifecycle.import_not_ready",
      message: expect.stringContaining(message),
    })
  })

  it("goes on without the lines that are wrong where that is asked for, and is refused else", () => {
    const facts = { ...FACTS, invalid: 2, ready: 1 }
    expect(refuseConfirmation(facts, { skip_invalid: true })).toBeUndefined()
    expect(refuseConfirmation(facts, { skip_invalid: false })?.message).toContain("2 lines")
  })
})
