import { within, withinOrNever } from "../within"

const LIMIT_MS = 5_000
const TOO_LATE = "no answer within 5000 ms"

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

/** A promise, and what resolves it. */
function pending<TResult>() {
  let resolve: (result: TResult) => void = () => undefined
  const promise = new Promise<TResult>((settle) => (resolve = settle))
  return { promise, resolve }
}

describe("within", () => {
  it("has the answer that comes in time, and waits for no other one", async () => {
    const { promise, resolve } = pending<string>()
    const answer = within(LIMIT_MS, promise)
    await jest.advanceTimersByTimeAsync(LIMIT_MS - 1)
    resolve("in time")
    expect(await answer).toBe("in time")
    expect(jest.getTimerCount()).toBe(0)

    const late = expect(within(LIMIT_MS, pending().promise)).rejects.toThrow(TOO_LATE)
    await jest.advanceTimersByTimeAsync(LIMIT_MS)
    await late
  })
})

describe("withinOrNever", () => {
  it("stops work that nobody waits for any more before it counts", async () => {
    const connection = pending<void>()
    const done: string[] = []
    const work = async (assertInTime: () => void) => {
      await connection.promise
      done.push("connected")
      assertInTime()
      done.push("written")
    }
    const answer = expect(withinOrNever(LIMIT_MS, work)).rejects.toThrow(TOO_LATE)
    await jest.advanceTimersByTimeAsync(LIMIT_MS)
    await answer
    connection.resolve()
    await jest.advanceTimersByTimeAsync(0)
    expect(done).toEqual(["connected"])
  })

  it("leaves work alone that is in time", async () => {
    const answer = await withinOrNever(LIMIT_MS, async (assertInTime) => {
      assertInTime()
      return "done"
    })
    expect(answer).toBe("done")
  })
})
