import { clx } from "@medusajs/ui"
import type { EventsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { EmptyNotice } from "../components/empty-notice"
import { ErrorNotice } from "../components/error-notice"
import { ExportMenu } from "../components/export-menu"
import { isOver, LoadingLines } from "../components/query-state"
import { Section } from "../components/section"
import { StaleNotice } from "../components/stale-notice"
import { useTranslation } from "../i18n/use-translation"
import { LIFECYCLE } from "../lib/paths"
import { ResultStatus } from "../table/result-status"
import { Pagination, useExistingPage } from "../table/server-table"
import { PAGE_SIZE, useTableState } from "../table/use-table-state"
import { ActivityFilters } from "./activity-filters"
import { ACTIVITY_FILTERS, isMine, toEventFilters } from "./activity-query"
import { Days } from "./days"
import { ActorNotice, PersonNotice } from "./filter-notice"
import { useNames } from "./names"
import { useMe } from "./use-me"

/** The ledger, to be read: what happened, newest first, by day. */
export function Activity() {
  const { t } = useTranslation()
  const { nameOfActor } = useNames()
  const state = useTableState(ACTIVITY_FILTERS)
  const { filters, offset, change } = state
  // An address can ask for both.
  const actorIds = isMine(filters) ? [] : (filters.actor_id ?? [])
  const me = useMe({ enabled: isMine(filters) })
  const asked = toEventFilters(state, me.id, new Date())
  const events = useBackendQuery<EventsPage>(
    `${LIFECYCLE}/events`,
    { ...asked, offset, limit: PAGE_SIZE },
    { enabled: asked !== undefined }
  )
  const failed = [me, events].find(({ isError }) => isError)
  const data = asked && !isOver(failed?.error) ? events.data : undefined
  const isBeyondTheEnd = useExistingPage({
    state,
    rows: data?.events,
    count: data?.count,
    isRefreshing: events.isPlaceholderData,
  })
  const isFiltered = state.q !== "" || Object.keys(filters).length > 0
  const leave = (name: "user_id" | "actor_id") => change({ filters: { ...filters, [name]: [] } })

  return (
    <Section
      title={t("activity.title")}
      description={t("activity.description")}
      actions={
        asked && <ExportMenu path={`${LIFECYCLE}/events/export`} query={asked} fileName="events" />
      }
    >
      <ResultStatus
        state={state}
        count={isBeyondTheEnd ? undefined : data?.count}
        isRefreshing={events.isPlaceholderData}
      />
      <ActivityFilters state={state} />
      {filters.user_id?.map((id) => (
        <PersonNotice key={id} userId={id} onLeave={() => leave("user_id")} />
      ))}
      {actorIds.map((id) => {
        const one = data?.events.find(({ actor_id }) => actor_id === id)
        return (
          <ActorNotice
            key={id}
            name={one ? nameOfActor(one) : id}
            onLeave={() => leave("actor_id")}
          />
        )
      })}
      {failed && data && <StaleNotice error={failed.error} onRetry={() => void failed.refetch()} />}
      {failed && !data ? (
        <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !data || isBeyondTheEnd ? (
        <LoadingLines lines={8} />
      ) : data.events.length === 0 ? (
        <EmptyNotice title={t(isFiltered ? "table.no_results" : "activity.empty")} />
      ) : (
        <>
          <div
            className={clx("divide-y", events.isPlaceholderData && "opacity-60")}
            aria-busy={events.isPlaceholderData}
          >
            <Days events={data.events} />
          </div>
          <Pagination state={state} count={data.count} />
        </>
      )}
    </Section>
  )
}
