import {
  AccessReviewDecision,
  AccessReviewStatus,
  judgeDecision,
  refuseClosing,
} from "../access-review"

const CLOSED = "user_lifecycle.access_review_closed"
const STAYS = "user_lifecycle.access_review_removal_stays"

describe("judgeDecision", () => {
  const judge = (
    status: AccessReviewStatus,
    before: AccessReviewDecision | null,
    decision: AccessReviewDecision,
    is_living: boolean
  ) => {
    const judged = judgeDecision({
      review: { id: "urev_1", status },
      line: { user_id: "user_1", decision: before },
      decision,
      is_living,
    })
    return typeof judged === "string" ? judged : judged.code
  }

  it.each([
    [null, "keep", true, "mark"],
    [null, "keep", false, "mark"],
    [null, "remove", true, "remove"],
    [null, "remove", false, "remove"],
    ["keep", "keep", true, "mark"],
    ["keep", "keep", false, "mark"],
    ["keep", "remove", true, "remove"],
    ["keep", "remove", false, "remove"],
    ["remove", "keep", true, STAYS],
    ["remove", "keep", false, STAYS],
    ["remove", "remove", true, STAYS],
    ["remove", "remove", false, "nothing"],
  ] as const)("of a line that says %s, %s (living: %s): %s", (before, decision, living, judged) => {
    expect(judge("open", before, decision, living)).toBe(judged)
    expect(judge("closed", before, decision, living)).toBe(CLOSED)
  })

  it("tells somebody who was restored from somebody who is gone", () => {
    const messageOf = (is_living: boolean) => {
      const judged = judgeDecision({
        review: { id: "urev_1", status: "open" },
        line: { user_id: "user_1", decision: "remove" },
        decision: "keep",
        is_living,
      })
      return typeof judged === "string" ? judged : judged.message
    }
    expect(messageOf(true)).toContain("restored since")
    expect(messageOf(false)).toContain("restore the user")
  })
})

describe("refuseClosing", () => {
  const counts = (undecided: number) => ({ total: 5, keep: 5 - undecided, remove: 0, undecided })

  it.each([
    [0, false, undefined],
    [0, true, undefined],
    [1, true, undefined],
    [1, false, "user_lifecycle.access_review_undecided"],
  ] as const)("of %i undecided lines, allowed: %s: %s", (undecided, allow_undecided, code) => {
    const refusal = refuseClosing({ id: "urev_1", counts: counts(undecided) }, { allow_undecided })
    expect(refusal?.code).toBe(code)
  })

  it("says how many lines are undecided", () => {
    const refusal = refuseClosing({ id: "urev_1", counts: counts(2) }, { allow_undecided: false })
    expect(refusal?.message).toContain("2 of 5 lines")
  })
})
