/** The value that a share of the sample does not exceed (nearest rank); `share` is 0.99 for p99. */
export function quantile(sample: number[], share: number): number {
  if (!sample.length) {
    throw new Error("no sample")
  }
  const sorted = [...sample].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** Between the two in the middle where there are two. */
export function median(sample: number[]): number {
  const sorted = [...sample].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/** Of positive numbers. */
export function geometricMean(sample: number[]): number {
  return Math.exp(sample.reduce((sum, each) => sum + Math.log(each), 0) / sample.length)
}

/**
 * What is measured in one thing, to what is measured in another; and between what it lay. The mean is the geometric one: of a
 * quotient and its inverse it is 1, where the arithmetic one is above, so that whatever was divided would look slower than what
 * it was divided by.
 */
export type Share = {
  mean: number
  /** The standard error of the mean, as a share of it: by so much it would differ from another run's. `undefined` for one alone. */
  error: number | undefined
  min: number
  max: number
}

export function shareOver(quotients: number[]): Share {
  return {
    mean: geometricMean(quotients),
    error: standardErrorOfLogs(quotients),
    min: Math.min(...quotients),
    max: Math.max(...quotients),
  }
}

/** The spread of the logarithms is that of the numbers, each as a share of their geometric mean. */
function standardErrorOfLogs(sample: number[]): number | undefined {
  if (sample.length < 2) {
    return undefined
  }
  const logs = sample.map(Math.log)
  const mean = logs.reduce((sum, each) => sum + each, 0) / logs.length
  const squares = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  return Math.sqrt(squares / (logs.length - 1) / logs.length)
}

/** A median, and how far the middle half and all of the sample lie around it. */
export type Spread = { median: number; lower: number; upper: number; min: number; max: number }

export function spreadOf(sample: number[]): Spread {
  return {
    median: median(sample),
    lower: quantile(sample, 0.25),
    upper: quantile(sample, 0.75),
    min: Math.min(...sample),
    max: Math.max(...sample),
  }
}

/** What is said of latencies, in the unit of the sample. */
export type Latency = { count: number; p50: number; p99: number; max: number }

export function latencyOf(sample: number[]): Latency {
  return {
    count: sample.length,
    p50: quantile(sample, 0.5),
    p99: quantile(sample, 0.99),
    max: quantile(sample, 1),
  }
}
