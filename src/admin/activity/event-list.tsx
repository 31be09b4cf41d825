import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { LifecycleEvent } from "../api/types"
import { EmptyNotice } from "../components/empty-notice"
import { Instant } from "../components/instant"
import { NAMESPACE } from "../i18n/namespace"

/** Entries of the ledger, one below the other: what happened, to whom, by whom, and why. */
export function EventList({ events, empty }: { events: LifecycleEvent[]; empty: string }) {
  if (!events.length) {
    return <EmptyNotice title={empty} />
  }
  return (
    <ol className="flex flex-col divide-y">
      {events.map((event) => (
        <EventItem key={event.id} event={event} />
      ))}
    </ol>
  )
}

function EventItem({ event }: { event: LifecycleEvent }) {
  const { t } = useTranslation(NAMESPACE)
  return (
    <li className="flex flex-col gap-y-0.5 px-6 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Text size="small" leading="compact" weight="plus">
          {t(`activity.events.${event.type}`, { defaultValue: event.type })}
          {event.email && <span className="text-ui-fg-subtle font-normal"> · {event.email}</span>}
        </Text>
        <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
          <Instant at={event.created_at} />
        </Text>
      </div>
      <Text size="small" className="text-ui-fg-subtle">
        {t("activity.by", { name: actorOf(event, t("activity.system")) })}
        {event.ip_address && ` · ${event.ip_address}`}
        {event.reason && ` · “${event.reason}”`}
      </Text>
    </li>
  )
}

function actorOf({ actor_type, actor_id, actor_name }: LifecycleEvent, system: string): string {
  return actor_type === "system" ? system : (actor_name ?? actor_id ?? actor_type)
}
