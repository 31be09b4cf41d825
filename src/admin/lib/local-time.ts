/** The last that a field for a date takes: without it, the year goes on after four digits, into what is no date. */
export const MAX_DAY = "9999-12-31"
export const MAX_MINUTE = `${MAX_DAY}T23:59`

/** What a field for a date and a time has, in the time zone of whoever typed it, as an instant; `undefined` where it is none. */
export function toInstant(local: string): string | undefined {
  const instant = new Date(local)
  return isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

/** The other way round; of seconds, a field has none. */
export function toLocal(instant: string): string {
  const date = new Date(instant)
  const time = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"))
  return `${localDay(date)}T${time.join(":")}`
}

/** Whether there is something that is not to come. */
export function isNoFuture(local: string, now: Date): boolean {
  return local !== "" && !(new Date(local) > now)
}

/** A calendar day of whoever looks: `2027-01-31`. */
export function localDay(instant: Date): string {
  const [year, month, day] = [instant.getFullYear(), instant.getMonth() + 1, instant.getDate()]
  return [year, month, day].map((part) => String(part).padStart(2, "0")).join("-")
}
