import { useId } from "react"
import type { LifecycleEvent } from "../api/types"
import { useTranslation } from "../i18n/use-translation"
import { EventList } from "./event-list"
import { type Day, groupByDay, nameOfDay } from "./group-by-day"

/** Entries of the ledger, by the day on which they happened. */
export function Days({ events }: { events: LifecycleEvent[] }) {
  return (
    <>
      {groupByDay(events).map((day) => (
        <DaySection key={day.date} day={day} />
      ))}
    </>
  )
}

function DaySection({ day: { date, events } }: { day: Day }) {
  const { t, i18n } = useTranslation()
  const id = useId()
  return (
    <section aria-labelledby={id} className="divide-y">
      <h3 id={id} className="bg-ui-bg-subtle txt-compact-small-plus text-ui-fg-subtle px-6 py-2">
        {nameOfDay(date, i18n.language, new Date())}
      </h3>
      <EventList events={events} empty={t("activity.empty")} isWithinDay />
    </section>
  )
}
