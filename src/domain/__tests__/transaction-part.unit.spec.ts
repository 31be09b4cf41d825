import { takePart } from "../transaction-part"

const count = (roles: number) => roles

describe("takePart", () => {
  it.each<[string, number[], number, number]>([
    ["all of a few", [0, 1, 2], 100, 3],
    ["none of none", [], 100, 0],
    ["as many people as may be", Array(250).fill(1), 100, 100],
    ["fewer of those with many roles", Array(100).fill(100), 100, 5],
    ["one, whatever they have", [10_000, 1], 100, 1],
    ["those before one with many", [1, 1, 499, 1], 100, 2],
    ["exactly as many roles as may be", [250, 250, 1], 100, 2],
  ])("takes %s", (_, people, maxPeople, taken) => {
    expect(takePart(people, maxPeople, count)).toHaveLength(taken)
  })
})
