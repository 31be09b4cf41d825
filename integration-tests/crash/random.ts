export type Random = {
  seed: number
  /** An integer from `min` to `max`, both included. */
  between(min: number, max: number): number
  /** True as often as the probability says. */
  chance(probability: number): boolean
}

/**
 * Random decisions that can be had again: the same seed gives the same sequence (mulberry32). Requests that run side by
 * side take from one sequence in the order in which they happen to come, so a seed repeats a run roughly, not exactly.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    seed,
    between: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
  }
}
