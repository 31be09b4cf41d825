import type { LifecycleEvent } from "../api/types"
import { localDay } from "../lib/local-time"

export type Day = {
  /** A calendar day of whoever looks: `2027-01-31`. */
  date: string
  events: LifecycleEvent[]
}

/** Entries by the day on which they happened, in the time zone of whoever looks, in the order that they come in. */
export function groupByDay(events: LifecycleEvent[]): Day[] {
  const days: Day[] = []
  for (const event of events) {
    const date = localDay(new Date(event.created_at))
    const last = days[days.length - 1]
    if (last?.date === date) {
      last.events.push(event)
    } else {
      days.push({ date, events: [event] })
    }
  }
  return days
}

/** A day in words: today, yesterday, and the date of all others. */
export function nameOfDay(date: string, language: string, now: Date): string {
  const [year, month, day] = date.split("-").map(Number)
  const noon = new Date(year, month - 1, day, 12)
  const distance = [0, -1].find((days) => date === localDay(daysFrom(now, days)))
  const named = new Intl.DateTimeFormat(language, { dateStyle: "full" }).format(noon)
  if (distance === undefined) {
    return named
  }
  const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(distance, "day")
  return `${word.charAt(0).toLocaleUpperCase(language)}${word.slice(1)}, ${named}`
}

/** Not by the hour: a day on which the clocks change has 23 or 25 of them. */
export function daysFrom(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12)
}
