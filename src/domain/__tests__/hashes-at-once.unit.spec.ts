import { hashesAtOnce } from "../hashes-at-once"

describe("How many passwords are hashed at a time", () => {
  it.each([
    [1, undefined, 1],
    [2, undefined, 2],
    [4, undefined, 3],
    [64, undefined, 3],
    [64, "16", 15],
    [8, "16", 8],
    [64, "2", 1],
    [64, "1", 1],
    [64, "0", 1],
    [64, "many", 1],
    [2_000, "5000", 1_023],
  ])("on %s processors, with UV_THREADPOOL_SIZE=%s: %s", (processors, threads, expected) => {
    expect(hashesAtOnce(processors, threads)).toBe(expected)
  })
})
