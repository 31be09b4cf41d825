import type { Api, Credential } from "./http"

/** The route that costs least and asks who somebody is; Medusa's own `/admin/feature-flags` does not ask (2.21). */
export const LIGHTEST_ROUTE = "/custom"

/** A request that was sent to see whether a credential still works. */
export type Attempt = {
  /** When it began and was answered, in milliseconds since the change that it is about. */
  began_after_ms: number
  answered_after_ms: number
  status: number
  code: string | undefined
}

/**
 * Sends one request after the other, until one that began later than a bound has been answered, and at least one.
 *
 * @param since when the change was answered, by `performance.now()`
 */
export async function attemptUntil(
  boundMs: number,
  since: number,
  api: Api,
  credential: Credential,
  path = LIGHTEST_ROUTE
): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  for (;;) {
    const began_after_ms = performance.now() - since
    const { status, data } = await api.get(path, credential)
    const answered_after_ms = performance.now() - since
    attempts.push({ began_after_ms, answered_after_ms, status, code: data?.code })
    if (began_after_ms > boundMs) {
      return attempts
    }
  }
}

/** What those were answered that began when the change had to be known: each answer once. There is always one. */
export function answersAfter(boundMs: number, attempts: Attempt[]): string[] {
  const late = attempts.filter(({ began_after_ms }) => began_after_ms > boundMs)
  return [...new Set(late.map(({ status, code }) => [status, code].filter(Boolean).join(" ")))]
}

/** In how many trials how much time went by, in one line. */
export function summarizePropagation(title: string, trials: Attempt[][]): string {
  const refusals = trials
    .map((attempts) => attempts.find(({ status }) => status >= 400)?.answered_after_ms ?? Infinity)
    .sort((a, b) => a - b)
  const quantile = (q: number) =>
    refusals[Math.min(refusals.length - 1, Math.floor(q * refusals.length))].toFixed(1)
  const passes = trials
    .flatMap((attempts) => attempts.filter(({ status }) => status < 400))
    .map(({ began_after_ms }) => began_after_ms)
  const last = passes.length
    ? `, the last of which began after ${Math.max(...passes).toFixed(1)} ms`
    : ""
  return (
    `${title}: ${trials.length} trials; the first refusal was answered after min ${quantile(0)} ms, ` +
    `p50 ${quantile(0.5)} ms, p90 ${quantile(0.9)} ms, p99 ${quantile(0.99)} ms, max ${quantile(1)} ms; ` +
    `requests that still passed: ${passes.length}${last}`
  )
}
