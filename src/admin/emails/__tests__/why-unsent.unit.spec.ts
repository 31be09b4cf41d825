import { whyUnsent } from "../why-unsent"

describe("whyUnsent", () => {
  it.each([
    [true, [], undefined],
    [true, ["set_password"], undefined],
    [true, ["invite"], "turned_off"],
    [false, [], "no_provider"],
    [false, ["invite"], "no_provider"],
  ] as const)(
    "where emails leave: %p, and %j are turned off, says of an invite %p",
    (sends_emails, off, why) => {
      expect(whyUnsent({ sends_emails, emails_turned_off: [...off] }, "invite")).toBe(why)
    }
  )

  it("says nothing while that is not known", () => {
    expect(whyUnsent(undefined, "invite")).toBeUndefined()
  })
})
