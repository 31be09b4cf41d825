import type { LifecycleEvent } from "../api/types"
import { EmptyNotice } from "../components/empty-notice"
import { EventItem } from "./event-item"

type Props = {
  events: LifecycleEvent[]
  empty: string
  /** The day is said by what is around the list, so that its entries have the time alone. */
  isWithinDay?: boolean
}

/** Entries of the ledger, one below the other: what happened, to whom, by whom, and why. */
export function EventList({ events, empty, isWithinDay = false }: Props) {
  if (!events.length) {
    return <EmptyNotice title={empty} />
  }
  return (
    <ol className="flex flex-col divide-y">
      {events.map((event) => (
        <EventItem key={event.id} event={event} isWithinDay={isWithinDay} />
      ))}
    </ol>
  )
}
