import { busEventName } from "../lifecycle-event"
import { explainWeakPassword } from "../password"
import { refuseRemoval } from "../removal"
import { isStorable } from "../storable"
import { refuseTransition } from "../transitions"

describe("refuseRemoval", () => {
  const input = {
    removal: "offboard" as const,
    userId: "user_1",
    actorUserId: "user_2",
    hasOtherActiveAdmin: true,
  }

  it("refuses nobody without a reason", () => {
    expect(refuseRemoval(input)).toBeUndefined()
    expect(refuseRemoval({ ...input, actorUserId: undefined })).toBeUndefined()
  })

  it("refuses oneself, in core's words where core has some", () => {
    expect(refuseRemoval({ ...input, actorUserId: "user_1" })).toEqual({
      code: "user_lifecycle.self_offboarding",
      message: "A user cannot delete itself",
    })
    expect(refuseRemoval({ ...input, removal: "suspend", actorUserId: "user_1" })?.code).toBe(
      "user_lifecycle.self_suspension"
    )
  })

  it("refuses the last active admin, also to the system", () => {
    for (const removal of ["offboard", "suspend"] as const) {
      expect(
        refuseRemoval({ ...input, removal, actorUserId: undefined, hasOtherActiveAdmin: false })
          ?.code
      ).toBe("user_lifecycle.last_admin")
    }
  })
})

describe("refuseTransition", () => {
  it.each([
    ["suspend", "offboarded", "user_is_offboarded"],
    ["reactivate", "offboarded", "user_is_offboarded"],
    ["change the email of", "offboarded", "user_is_offboarded"],
    ["restore", "suspended", "user_is_suspended"],
    ["suspend", "suspended", undefined],
    ["suspend", "active", undefined],
    ["reactivate", "active", undefined],
    ["reactivate", "suspended", undefined],
    ["change the email of", "suspended", undefined],
    ["restore", "active", undefined],
    ["restore", "offboarded", undefined],
  ] as const)("lets an admin %s somebody %s: %s", (action, status, code) => {
    expect(refuseTransition(action, "user_1", status)?.code).toBe(code && `user_lifecycle.${code}`)
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
