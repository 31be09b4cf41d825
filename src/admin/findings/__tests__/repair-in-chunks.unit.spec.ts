import type { RepairResult } from "../../api/types"
import { type RepairOutcome, repairInChunks } from "../repair-in-chunks"

const idsOf = (count: number) => Array.from({ length: count }, (_, n) => `invite_expired:${n}`)
const repaired = (ids: string[]): RepairResult[] =>
  ids.map((id) => ({
    id,
    kind: "invite_expired",
    status: "repaired",
    message: "",
    is_destructive: true,
    sentence: null,
  }))

describe("repairInChunks", () => {
  let sizes: number[]
  let progress: number[]
  const options = {
    send: async (ids: string[]) => {
      sizes.push(ids.length)
      return repaired(ids)
    },
    onProgress: (done: number) => progress.push(done),
    isStopped: () => false,
    isSignedOut: () => false,
    onSignedOut: () => undefined,
    isRefusal: () => false,
  }

  beforeEach(() => {
    sizes = []
    progress = []
  })

  it("sends fifty at a time, and says how far it is", async () => {
    const ids = idsOf(120)
    const outcome = await repairInChunks([ids], options)
    expect(sizes).toEqual([50, 50, 20])
    expect(progress).toEqual([50, 100, 120])
    expect(outcome).toEqual({ results: repaired(ids), unknown: [], untried: [] })
  })

  it("sends no group together with another", async () => {
    const [keeps, removes] = [idsOf(60), ["identity_of_nobody:1"]]
    const sent: string[][] = []
    const send = async (ids: string[]) => {
      sent.push(ids)
      return repaired(ids)
    }
    await repairInChunks([keeps, removes, []], { ...options, send })
    expect(sent).toEqual([keeps.slice(0, 50), keeps.slice(50), removes])
    expect(progress).toEqual([50, 60, 61])
  })

  it.each([
    [0, 0, 0],
    [2_000, 40, 50],
    [2_001, 40, 51],
    [250_000, 50, 5_000],
  ])("sends %i findings in %i requests of %i", async (count, requests, size) => {
    await repairInChunks([idsOf(count)], options)
    expect(sizes).toHaveLength(requests)
    expect(sizes[0] ?? 0).toBe(size)
  })

  it("stops where it is asked to, and names what it did not try", async () => {
    const ids = idsOf(120)
    const outcome = await repairInChunks([ids], { ...options, isStopped: () => sizes.length === 1 })
    expect(outcome).toEqual({
      results: repaired(ids.slice(0, 50)),
      unknown: [],
      untried: ids.slice(50),
    })
  })

  it.each([
    ["of one that failed, not what became of it", false, 50],
    ["of one that was refused, that nothing was done", true, 0],
  ])("sends nothing after a request that failed, and knows %s", async (_, isRefusal, unknown) => {
    const error = new Error("The server is on fire")
    const ids = idsOf(120)
    const outcome = await repairInChunks([ids], {
      ...options,
      isRefusal: () => isRefusal,
      send: async (chunk) => {
        if (sizes.length === 1) {
          throw error
        }
        return await options.send(chunk)
      },
    })
    expect(outcome).toEqual({
      results: repaired(ids.slice(0, 50)),
      unknown: ids.slice(50, 50 + unknown),
      untried: ids.slice(50 + unknown),
      error,
    })
    expect(progress).toEqual([50])
  })

  it("says how far it got where whoever asks is logged out, and throws that", async () => {
    const ids = idsOf(120)
    const error = new Error("Unauthorized")
    const send = async (chunk: string[]) => {
      if (progress.length) {
        throw error
      }
      return repaired(chunk)
    }
    const told: RepairOutcome[] = []
    const repairing = repairInChunks([ids], {
      ...options,
      send,
      isSignedOut: (thrown) => thrown === error,
      onSignedOut: (outcome) => told.push(outcome),
    })
    await expect(repairing).rejects.toBe(error)
    expect(told).toEqual([
      { results: repaired(ids.slice(0, 50)), unknown: [], untried: ids.slice(50) },
    ])
  })
})
