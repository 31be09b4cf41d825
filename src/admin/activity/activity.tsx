import { clx } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { EventsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { EmptyNotice } from "../components/empty-notice"
import { ErrorNotice } from "../components/error-notice"
import { ExportMenu } from "../components/export-menu"
import { LoadingLines } from "../components/query-state"
import { Section } from "../components/section"
import { NAMESPACE } from "../i18n/namespace"
import { LIFECYCLE } from "../lib/paths"
import { Pagination } from "../table/server-table"
import { PAGE_SIZE, useTableState } from "../table/use-table-state"
import { ActivityFilters } from "./activity-filters"
import { ACTIVITY_FILTERS, toEventFilters } from "./activity-query"
import { Days } from "./days"
import { ActorNotice, PersonNotice } from "./filter-notice"
import { useNames } from "./names"
import { useMe } from "./use-me"

/** The ledger, to be read: what happened, newest first, by day. */
export function Activity() {
  const { t } = useTranslation(NAMESPACE)
  const { nameOfActor } = useNames()
  const state = useTableState(ACTIVITY_FILTERS)
  const { filters, offset, change } = state
  const me = useMe({ enabled: filters.actor?.includes("me") ?? false })
  const asked = toEventFilters(state, me.id, new Date())
  const events = useBackendQuery<EventsPage>(
    `${LIFECYCLE}/events`,
    { ...asked, offset, limit: PAGE_SIZE },
    { enabled: asked !== undefined }
  )
  const data = asked && !events.isError ? events.data : undefined
  const failed = [me, events].find(({ isError }) => isError)
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
      <ActivityFilters state={state} />
      {filters.user_id?.map((id) => (
        <PersonNotice key={id} userId={id} onLeave={() => leave("user_id")} />
      ))}
      {filters.actor_id?.map((id) => {
        const one = data?.events.find(({ actor_id }) => actor_id === id)
        return (
          <ActorNotice
            key={id}
            name={one ? nameOfActor(one) : id}
            onLeave={() => leave("actor_id")}
          />
        )
      })}
      {failed ? (
        <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !data ? (
        <LoadingLines lines={8} />
      ) : data.events.length === 0 ? (
        <EmptyNotice title={t(isFiltered ? "table.no_results" : "activity.empty")} />
      ) : (
        <>
          <div
            className={clx("divide-y", events.isFetching && "opacity-60")}
            aria-busy={events.isFetching}
          >
            <Days events={data.events} />
          </div>
          <Pagination state={state} count={data.count} />
        </>
      )}
    </Section>
  )
}
