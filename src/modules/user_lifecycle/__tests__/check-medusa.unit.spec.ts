import { assertMedusaIsSupported } from "../../../supported-medusa"

describe("assertMedusaIsSupported", () => {
  it("finds all that it needs in the installed Medusa", () => {
    expect(() => assertMedusaIsSupported()).not.toThrow()
  })

  it.each([
    ["a member", { present: () => undefined }],
    ["the whole owner", undefined],
  ])("names what is missing, and the versions that have it, where %s is gone", (_, prototype) => {
    expect(() =>
      assertMedusaIsSupported([["the Auth Module", prototype, ["present", "gone"]]])
    ).toThrow(/Medusa >=2\.21\.2 <3.*the Auth Module has no (gone|present)\(\)/)
  })
})
