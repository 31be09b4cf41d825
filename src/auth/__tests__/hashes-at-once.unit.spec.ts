import { HASHES_AT_ONCE, hashInTurn } from "../hashes-at-once"

describe("hashInTurn", () => {
  it("does no more at a time than there is room for, whoever asks, first come, first served", async () => {
    const begun: number[] = []
    const ends: (() => void)[] = []
    const work = (index: number) => async () => {
      begun.push(index)
      await new Promise<void>((resolve) => (ends[index] = resolve))
      return index
    }
    const count = HASHES_AT_ONCE * 2 + 1
    const all = Array.from({ length: count }, (_, index) => hashInTurn(work(index)))
    for (let done = 0; done < count; done++) {
      expect(begun).toEqual([...Array(Math.min(count, HASHES_AT_ONCE + done)).keys()])
      ends[done]()
      await all[done]
    }
    expect(await Promise.all(all)).toEqual([...Array(count).keys()])
  })

  it("hands a place on also where something failed, and has all of them in the end", async () => {
    const failing = () => hashInTurn(() => Promise.reject(new Error("refused")))
    const outcomes = await Promise.allSettled(Array.from({ length: HASHES_AT_ONCE * 3 }, failing))
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true)
    const begun: number[] = []
    await Promise.all(
      Array.from({ length: HASHES_AT_ONCE + 1 }, (_, index) =>
        hashInTurn(async () => begun.push(index))
      )
    )
    expect(begun).toHaveLength(HASHES_AT_ONCE + 1)
  })
})
