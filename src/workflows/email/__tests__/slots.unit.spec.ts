import { inSlot, SLOTS } from "../delivery/slots"

describe("inSlot", () => {
  it("does no more at a time than there are slots, and all of it in the end, in turn", async () => {
    const started: number[] = []
    const finish: (() => void)[] = []
    const all = Array.from({ length: 3 * SLOTS }, (_, index) =>
      inSlot(async () => {
        started.push(index)
        await new Promise<void>((resolve) => finish.push(resolve))
        if (index % 2) {
          throw new Error(String(index))
        }
      })
    )
    const settled = Promise.allSettled(all)
    const turn = () => new Promise((resolve) => setImmediate(resolve))

    for (let finished = 0; finished < all.length; finished++) {
      await turn()
      expect(started).toHaveLength(Math.min(all.length, finished + SLOTS))
      finish[finished]()
    }
    const outcomes = (await settled).map(({ status }) => status)
    expect(outcomes).toEqual(all.map((_, index) => (index % 2 ? "rejected" : "fulfilled")))
    expect(started).toEqual(all.map((_, index) => index))
  })
})
