import { isSameForm, toForm, toInput } from "../action-form"
import type { ActionField } from "../person-actions"

const stored = {
  reason: "Contract ends",
  at: "2030-12-31T17:00:12.345Z",
  revoke_api_keys: false,
}
const offboarding: { fields: ActionField[] } = { fields: ["at", "revoke_api_keys", "reason"] }

describe("the form of an action", () => {
  it("begins empty where nothing is stored, and leaves everything to the backend then", () => {
    expect(toInput(offboarding, toForm({}))).toEqual({})
  })

  it("leaves as it is, to the millisecond, what nobody changes", () => {
    const form = toForm(stored)
    expect(form.at).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
    expect(toInput(offboarding, form, stored)).toEqual(stored)
    expect(
      toInput({ fields: ["until"] }, toForm({ until: stored.at }), { until: stored.at })
    ).toEqual({ until: stored.at })
  })

  it("moves a date, and leaves the rest", () => {
    const form = { ...toForm(stored), at: "2031-01-31T18:00" }
    const at = new Date(2031, 0, 31, 18).toISOString()
    expect(toInput(offboarding, form, stored)).toEqual({ ...stored, at })
  })

  it("chooses nothing that nobody has chosen", () => {
    const undecided = { ...stored, reason: null, revoke_api_keys: null }
    expect(toInput(offboarding, toForm(undecided), undecided)).toEqual({ at: stored.at })
  })

  it("hands on only what the action takes", () => {
    expect(toInput({ fields: ["reason"] }, toForm(stored), stored)).toEqual({
      reason: stored.reason,
    })
  })

  it("knows whether anything was changed", () => {
    const form = toForm(stored)
    expect(isSameForm({ ...form }, form)).toBe(true)
    expect(isSameForm({ ...form, revoke_api_keys: true }, form)).toBe(false)
    expect(isSameForm({ ...form, reason: "" }, form)).toBe(false)
  })
})
