import {
  ANSWER_TIMEOUT_MS,
  ATTEMPT_TIMEOUT_MS,
  decideDelivery,
  DELIVERY_PROBLEMS,
  deliveryProblemOf,
  PERMANENT_FAILURE,
} from "../delivery"

describe("the time that an attempt has", () => {
  it("is as long as mail servers may take, with all that comes before", () => {
    expect(ANSWER_TIMEOUT_MS).toBeGreaterThan(10 * 60_000)
    expect(ATTEMPT_TIMEOUT_MS).toBeGreaterThan(ANSWER_TIMEOUT_MS)
  })
})

describe("decideDelivery", () => {
  const DELAYS = [10, 60]
  const failed = { succeeded: false, message: "421 try again later" } as const

  it("calls an email sent, however many attempts it took", () => {
    expect(decideDelivery({ succeeded: true }, 1, DELAYS)).toEqual({ status: "sent" })
    expect(decideDelivery({ succeeded: true }, 3, DELAYS)).toEqual({ status: "sent" })
  })

  it.each([
    [1, { status: "pending", because: failed.message, retry_in_seconds: 10 }],
    [2, { status: "pending", because: failed.message, retry_in_seconds: 60 }],
    [3, { status: "failed", because: failed.message }],
    [4, { status: "failed", because: failed.message }],
  ])("after failed attempt %i says %j", (attempts, decision) => {
    expect(decideDelivery(failed, attempts, DELAYS)).toEqual(decision)
  })

  it("gives up at once what no attempt can deliver", () => {
    const message = `${PERMANENT_FAILURE}: 550 no such mailbox`
    expect(decideDelivery({ succeeded: false, message }, 1, DELAYS)).toEqual({
      status: "failed",
      because: message,
    })
  })

  it("gives up after the first attempt where there are no delays", () => {
    expect(decideDelivery(failed, 1, [])).toEqual({ status: "failed", because: failed.message })
  })
})

describe("deliveryProblemOf", () => {
  it("knows the plugin's own sentences, as they are stored, from those of anybody else", () => {
    for (const [problem, sentence] of Object.entries(DELIVERY_PROBLEMS)) {
      expect(deliveryProblemOf(sentence)).toBe(problem)
    }
    expect(deliveryProblemOf("421 try again later")).toBeUndefined()
    expect(deliveryProblemOf("no_provider")).toBeUndefined()
  })
})
