import { isolate } from "./isolate"

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", 1],
]

/** Day and time, in words of a language (BCP 47) and the time zone of whoever looks. */
export function formatInstant(instant: string | Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(instant)
  )
}

/** How long ago, or how soon, in the largest unit that it fills. */
export function formatDistance(instant: string | Date, language: string, now: Date): string {
  const seconds = Math.round((new Date(instant).getTime() - now.getTime()) / 1_000)
  const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1]
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(
    Math.trunc(seconds / length),
    unit
  )
}

export function formatCount(count: number, language: string): string {
  return new Intl.NumberFormat(language).format(count)
}

/** A person's name, if they have one. */
export function nameOf(person: {
  first_name: string | null
  last_name: string | null
}): string | undefined {
  return (
    [person.first_name, person.last_name]
      .flatMap((name) => (name ? [isolate(name)] : []))
      .join(" ") || undefined
  )
}
