/** A date, or a date and time, in the years that PostgreSQL and JavaScript both write with four digits. */
const ISO_8601 = /^(?!0000)\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/

/** A time that does not say how far it is from UTC. */
const WITHOUT_OFFSET = /T[\d:.]+$/

/**
 * Reads a date, or a date and time, in ISO 8601. Without an offset it is in UTC, wherever the server is: JavaScript reads a date so, and
 * a time in the zone of the process (ECMA-262, Date Time String Format).
 *
 * @returns `undefined` for what is none
 */
export function readInstant(text: string): Date | undefined {
  const instant = ISO_8601.test(text) ? new Date(inUtc(text)) : undefined
  return instant && !Number.isNaN(instant.getTime()) ? instant : undefined
}

/** The same with its offset, in words. */
export const inUtc = (text: string): string => (WITHOUT_OFFSET.test(text) ? `${text}Z` : text)
