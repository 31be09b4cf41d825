import { isolate } from "./isolate"

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Unit = [Intl.RelativeTimeFormatUnit, number]

/** In seconds. */
const UNITS_WITHIN_A_DAY: Unit[] = [
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", 1],
]

/** In days. */
const UNITS_OF_DAYS: Unit[] = [
  ["year", 365],
  ["month", 30],
  ["day", 1],
]

const PARTS_OF_TIME = new Set(["hour", "minute", "second", "dayPeriod"])

/**
 * Day and time, in words of a language (BCP 47) and the time zone of whoever looks. Where there is no room for both, a line breaks
 * between the two, and not within one of them.
 */
export function formatInstant(instant: string | Date, language: string): string {
  const parts = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
  }).formatToParts(new Date(instant))
  const isOfTime = (index: number) => PARTS_OF_TIME.has(parts[index]?.type)
  return parts
    .map(({ type, value }, index) =>
      type === "literal" && isOfTime(index - 1) !== isOfTime(index + 1)
        ? value
        : value.replace(/\s/g, "\u00a0")
    )
    .join("")
}

/**
 * How long ago, or how soon, in the largest unit that it fills. From a day on, days are those of the calendar, in the time zone of whoever
 * looks: "yesterday" is the day before today.
 */
export function formatDistance(instant: string | Date, language: string, now: Date): string {
  const at = new Date(instant)
  const seconds = Math.round((at.getTime() - now.getTime()) / 1_000)
  const isOfDays = Math.abs(seconds) >= DAY
  const distance = isOfDays ? dayOf(at) - dayOf(now) : seconds
  const units = isOfDays ? UNITS_OF_DAYS : UNITS_WITHIN_A_DAY
  const [unit, length] =
    units.find(([, each]) => Math.abs(distance) >= each) ?? units[units.length - 1]
  // Of months and years, only days are told from one another: "last month" would be another one than the calendar's.
  const numeric = unit === "month" || unit === "year" ? "always" : "auto"
  return new Intl.RelativeTimeFormat(language, { numeric }).format(
    Math.trunc(distance / length),
    unit
  )
}

/** The number of the local day, counted from one that is long ago. */
const dayOf = (at: Date) =>
  Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 1_000 / DAY)

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
