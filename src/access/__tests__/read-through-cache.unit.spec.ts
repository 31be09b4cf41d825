import { Changed, Known, ReadThroughCache } from "../read-through-cache"

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

  it("takes no more memory for what is forgotten again and again, also where nobody refreshes", async () => {
    const { cache, load } = setUp(3)
    for (let n = 0; n < 100; n++) {
      await load("a", String(n))
      cache.forget("a")
    }
    await load("a", "last")
    const { queue } = cache as unknown as { queue: unknown[] }
    expect(queue.length).toBeLessThanOrEqual(6)
    expect(cache.peek("a")).toMatchObject({ value: "last" })
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
    type Batch = {
      known: Known[]
      ids: string[]
      answer: (changed?: Changed<string>[]) => void
      fail: () => void
    }

    /** Reads several at once; the test answers which of them have changed. */
    function readMany() {
      const batches: Batch[] = []
      const read = (known: Known[]) =>
        new Promise<Changed<string>[]>((resolve, reject) => {
          batches.push({
            known,
            ids: known.map(({ id }) => id),
            answer: (changed = []) => resolve(changed),
            fail: () => reject(new Error("away")),
          })
        })
      return { batches, read }
    }

    it("reads together what is about to expire, and takes over what has changed", async () => {
      const { cache, load, questions, time } = setUp()
      const { batches, read } = readMany()
      await load("a", "1")
      await load("b", "1")
      time.ms = 2_000
      await load("c", "1")

      time.ms = 3_500
      const refreshed = cache.refresh(read)
      expect(batches[0].known).toEqual([
        { id: "a", version: undefined },
        { id: "b", version: undefined },
      ])
      expect(cache.peek("a")).toMatchObject({ value: "1" })
      time.ms = 3_600
      batches[0].answer([{ id: "a", version: "v2", value: "2" }])
      await refreshed

      // The age counts from before the question, also of what has not changed.
      time.ms = 8_499
      expect(cache.peek("a")).toMatchObject({ value: "2" })
      expect(cache.peek("b")).toMatchObject({ value: "1" })
      const again = cache.refresh(read)
      expect(batches[1].known).toEqual([
        { id: "a", version: "v2" },
        { id: "b", version: undefined },
      ])
      // c has expired: nobody refreshed it in time.
      expect(cache.peek("c")).toBeUndefined()
      batches[1].answer()
      await again
      time.ms = 13_498
      expect(cache.peek("a")).toMatchObject({ value: "2" })
      time.ms = 13_499
      expect(cache.peek("a")).toBeUndefined()
      expect(questions).toHaveLength(3)
    })

    it("goes on for a minute after the last question", async () => {
      const { cache, load, time } = setUp()
      const { batches, read } = readMany()
      await load("a", "1")
      const refresh = async () => {
        time.ms += 4_000
        const refreshed = cache.refresh(read)
        batches.splice(0).forEach(({ answer }) => answer())
        await refreshed
      }
      while (time.ms < 40_000) {
        await refresh()
      }
      expect(cache.peek("a")).toMatchObject({ value: "1" })
      while (time.ms < 100_000) {
        await refresh()
      }
      expect(cache.size).toBe(1)
      while (time.ms < 112_000) {
        await refresh()
      }
      expect(cache.size).toBe(0)
    })

    it("never keeps what was on its way when news came", async () => {
      for (const spread of ["forget", "forgetAll"] as const) {
        const { cache, load, time } = setUp()
        const { batches, read } = readMany()
        await load("a", "old")
        time.ms = 4_000
        const refreshed = cache.refresh(read)
        cache[spread]("a")
        batches[0].answer()
        await refreshed
        expect(cache.peek("a")).toBeUndefined()
      }
    })

    it("leaves alone what somebody had read meanwhile", async () => {
      const { cache, load, time } = setUp()
      const { batches, read } = readMany()
      await load("a", "old")
      time.ms = 4_000
      const refreshed = cache.refresh(read)
      cache.forget("a")
      await load("a", "new")
      batches[0].answer([{ id: "a", version: "v1", value: "old" }])
      await refreshed
      expect(cache.peek("a")).toMatchObject({ value: "new" })
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

    it("reads no more than 2,000 at once, and not what was forgotten in between", async () => {
      const { cache, load, time } = setUp(3_000)
      const { batches, read } = readMany()
      for (let n = 0; n < 2_010; n++) {
        await load(String(n), "1")
      }
      time.ms = 4_000
      const refreshed = cache.refresh(read)
      expect(batches[0].ids).toHaveLength(2_000)
      cache.forget("2005")
      batches[0].answer()
      await new Promise(setImmediate)
      expect(batches[1].ids).toEqual("2000 2001 2002 2003 2004 2006 2007 2008 2009".split(" "))
      batches[1].answer()
      await refreshed
      time.ms = 6_000
      expect(cache.peek("2009")).toMatchObject({ value: "1" })
      expect(cache.peek("2005")).toBeUndefined()
    })
  })
})
