import { busEventName } from "../lifecycle-event"
import { refuseOffboarding } from "../offboarding"
import { explainWeakPassword } from "../password"
import { isStorable } from "../storable"

describe("refuseOffboarding", () => {
  const input = { userId: "user_1", actorUserId: "user_2", otherActiveAdmins: 1 }

  it("refuses nobody without a reason", () => {
    expect(refuseOffboarding(input)).toBeUndefined()
    expect(refuseOffboarding({ ...input, actorUserId: undefined })).toBeUndefined()
  })

  it("refuses oneself, in core's words", () => {
    expect(refuseOffboarding({ ...input, actorUserId: "user_1" })).toEqual({
      code: "user_lifecycle.self_offboarding",
      message: "A user cannot delete itself",
    })
  })

  it("refuses the last active admin, also to the system", () => {
    expect(
      refuseOffboarding({ ...input, actorUserId: undefined, otherActiveAdmins: 0 })?.code
    ).toBe("user_lifecycle.last_admin")
  })
})

describe("explainWeakPassword", () => {
  it("counts characters, not code units", () => {
    expect(explainWeakPassword("🔑".repeat(8), { min_length: 8 })).toBeUndefined()
    expect(explainWeakPassword("🔑".repeat(7), { min_length: 8 })).toContain("at least 8")
  })

  it("bounds what is hashed", () => {
    expect(explainWeakPassword("x".repeat(1024), { min_length: 8 })).toBeUndefined()
    expect(explainWeakPassword("x".repeat(1025), { min_length: 8 })).toContain("at most 1024")
  })
})

describe("isStorable", () => {
  it.each([["text"], ["\\u0000 spelled out"], [{ a: [1, null, true, "🔑"] }], [undefined]])(
    "takes %j",
    (value) => {
      expect(isStorable(value)).toBe(true)
    }
  )

  it.each([["\u0000"], ["\ud800"], [["\udc00"]], [{ a: { b: "\u0000" } }], [{ "\u0000": 1 }]])(
    "refuses %j",
    (value) => {
      expect(isStorable(value)).toBe(false)
    }
  )
})

describe("busEventName", () => {
  it("carries the plugin's name", () => {
    expect(busEventName("user_offboarded")).toBe("user_lifecycle.user_offboarded")
  })
})
