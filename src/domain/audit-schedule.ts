const HOUR_MS = 3_600_000

/**
 * The beginning of the last hour in which an audit was to be done. One that was missed since, because no instance was up or it
 * failed, is made up for.
 *
 * @param hoursUtc 0 to 23
 * @returns `undefined` where there is no such hour
 */
export function lastAuditHour(now: Date, hoursUtc: readonly number[]): Date | undefined {
  const thisHour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  for (let hoursAgo = 0; hoursAgo < 24; hoursAgo++) {
    const hour = new Date(thisHour - hoursAgo * HOUR_MS)
    if (hoursUtc.includes(hour.getUTCHours())) {
      return hour
    }
  }
  return undefined
}
