import { ReadThroughCache } from "../read-through-cache"

const TTL_MS = 5_000

/** A cache over a database whose answers the test gives, and a clock that it sets. */
function setUp(maxEntries = 100) {
  const time = { ms: 0 }
  const questions: { id: string; answer: (value: string) => void; fail: () => void }[] = []
  const cache = new ReadThroughCache<string>(
    (id) =>
      new Promise((resolve, reject) => {
        questions.push({ id, answer: resolve, fail: () => reject(new Error("away")) })
      }),
    { ttl_ms: TTL_MS, max_entries: maxEntries, clock: { now: () => 0, monotonic: () => time.ms } }
  )
  cache.trust({ isTrusted: true, hearsNews: true })
  const load = async (id: string, value: string) => {
    const result = cache.get(id)
    questions[questions.length - 1].answer(value)
    return await result
  }
  return { cache, load, questions, time }
}

describe("ReadThroughCache", () => {
  it("asks once, for as long as an answer lives, counted from before the question", async () => {
    const { cache, questions, time } = setUp()
    const first = cache.get("a")
    time.ms = 1_000
    questions[0].answer("1")
    expect(await first).toBe("1")

    time.ms = TTL_MS - 1
    expect(cache.peek("a")).toMatchObject({ value: "1" })
    time.ms = TTL_MS
    expect(cache.peek("a")).toBeUndefined()
    void cache.get("a")
    expect(questions).toHaveLength(2)
  })

  it("asks once for all who ask at the same time", async () => {
    const { cache, questions } = setUp()
    const answers = [cache.get("a"), cache.get("a"), cache.get("b")]
    expect(questions.map(({ id }) => id)).toEqual(["a", "b"])
    questions.forEach(({ id, answer }) => answer(id.toUpperCase()))
    expect(await Promise.all(answers)).toEqual(["A", "A", "B"])
  })

  it("never keeps an answer whose question is older than the news that it is outdated", async () => {
    for (const spread of ["forget", "forgetAll"] as const) {
      const { cache, questions } = setUp()
      const old = cache.get("a")
      cache[spread]("a")
      const young = cache.get("a")
      expect(questions).toHaveLength(2)

      questions[1].answer("new")
      expect(await young).toBe("new")
      questions[0].answer("old")
      expect(await old).toBe("old")
      expect(cache.peek("a")).toMatchObject({ value: "new" })
    }
  })

  it("remembers nothing, and shares no answer, while it is not trusted", async () => {
    const { cache, load, questions } = setUp()
    await load("a", "1")
    cache.trust({ isTrusted: false, hearsNews: false })
    expect(cache.peek("a")).toBeUndefined()

    const answers = [cache.get("a"), cache.get("a")]
    expect(questions).toHaveLength(3)
    questions.slice(1).forEach(({ answer }) => answer("2"))
    await Promise.all(answers)
    expect(cache.size).toBe(0)
  })

  it("does not keep what was asked before it was trusted", async () => {
    const { cache, questions } = setUp()
    cache.trust({ isTrusted: false, hearsNews: false })
    const early = cache.get("a")
    cache.trust({ isTrusted: true, hearsNews: true })
    questions[0].answer("1")
    await early
    expect(cache.size).toBe(0)
  })

  it("passes failures on, and asks again", async () => {
    const { cache, load, questions } = setUp()
    const failing = cache.get("a")
    questions[0].fail()
    await expect(failing).rejects.toThrow("away")
    expect(await load("a", "1")).toBe("1")
  })

  it("keeps no more than it may, and lets go of the oldest", async () => {
    const { cache, load } = setUp(2)
    for (const id of ["a", "b", "c"]) {
      await load(id, id)
    }
    expect(cache.size).toBe(2)
    expect(cache.peek("a")).toBeUndefined()
    expect(cache.peek("c")).toMatchObject({ value: "c" })
  })

  it("shares no answer that is on its way where no news comes, and keeps the latest", async () => {
    const { cache, questions } = setUp()
    cache.trust({ isTrusted: true, hearsNews: false })
    const first = cache.get("a")
    const second = cache.get("a")
    expect(questions).toHaveLength(2)
    questions[1].answer("new")
    questions[0].answer("old")
    expect([await first, await second]).toEqual(["old", "new"])
    expect(cache.peek("a")).toMatchObject({ value: "new" })
  })

  describe("refresh", () => {
    /** Reads several at once; the test answers. */
    function readMany() {
      const batches: { ids: string[]; answer: (values: string[]) => void; fail: () => void }[] = []
      const read = (ids: string[]) =>
        new Promise<string[]>((resolve, reject) => {
          batches.push({ ids, answer: resolve, fail: () => reject(new Error("away")) })
        })
      return { batches, read }
    }

    it("reads together what is in use and about to expire, once for each use", async () => {
      const { cache, load, questions, time } = setUp()
      const { batches, read } = readMany()
      await load("a", "1")
      await load("b", "1")
      time.ms = 2_000
      await load("c", "1")

      time.ms = 3_500
      const refreshed = cache.refresh(read)
      expect(batches.map(({ ids }) => ids)).toEqual([["a", "b"]])
      expect(cache.peek("a")).toMatchObject({ value: "1" })
      time.ms = 3_600
      batches[0].answer(["2", "2"])
      await refreshed

      time.ms = 8_499
      expect(cache.peek("a")).toMatchObject({ value: "2" })
      const again = cache.refresh(read)
      expect(batches.slice(1).map(({ ids }) => ids)).toEqual([["a"]])
      batches[1].answer(["3"])
      await again
      // Nobody asked for b since, and c has expired.
      expect(cache.peek("c")).toBeUndefined()
      time.ms = 8_500
      expect(cache.peek("b")).toBeUndefined()
      expect(cache.peek("a")).toMatchObject({ value: "3" })
      expect(questions).toHaveLength(3)
    })

    it("never keeps what was on its way when news came", async () => {
      for (const spread of ["forget", "forgetAll"] as const) {
        const { cache, load, time } = setUp()
        const { batches, read } = readMany()
        await load("a", "old")
        time.ms = 4_000
        const refreshed = cache.refresh(read)
        cache[spread]("a")
        batches[0].answer(["old"])
        await refreshed
        expect(cache.peek("a")).toBeUndefined()
      }
    })

    it("does not prolong what it could not read", async () => {
      const { cache, load, time } = setUp()
      const { batches, read } = readMany()
      await load("a", "1")
      time.ms = 4_000
      const refreshed = cache.refresh(read)
      batches[0].fail()
      await refreshed
      expect(cache.peek("a")).toMatchObject({ value: "1" })
      time.ms = TTL_MS
      expect(cache.peek("a")).toBeUndefined()
    })

    it("lets go of what has expired", async () => {
      const { cache, load, time } = setUp()
      await load("a", "1")
      time.ms = TTL_MS
      await cache.refresh(readMany().read)
      expect(cache.size).toBe(0)
    })

    it("reads no more than 250 at once, and not what was forgotten in between", async () => {
      const { cache, load, time } = setUp(1_000)
      const { batches, read } = readMany()
      for (let n = 0; n < 260; n++) {
        await load(String(n), "1")
      }
      time.ms = 4_000
      const refreshed = cache.refresh(read)
      expect(batches[0].ids).toHaveLength(250)
      cache.forget("255")
      batches[0].answer(batches[0].ids)
      await new Promise(setImmediate)
      expect(batches[1].ids).toEqual("250 251 252 253 254 256 257 258 259".split(" "))
      batches[1].answer(batches[1].ids)
      await refreshed
      time.ms = 6_000
      expect(cache.peek("259")).toMatchObject({ value: "259" })
      expect(cache.peek("255")).toBeUndefined()
    })
  })
})
