import { useTranslation } from "../i18n/use-translation"
import { FilterMenu, type TableFilter } from "../table/filter-menu"
import { SearchInput } from "../table/search-input"
import type { TableState } from "../table/use-table-state"
import { ACTORS, chooseFilter, DAYS, PERIODS } from "./activity-query"
import { DayInput } from "./day-input"
import { EVENT_GROUPS } from "./event-groups"

/** What of the ledger is shown: words, what, by whom and when. */
export function ActivityFilters({ state }: { state: TableState }) {
  const { t } = useTranslation()
  const filters: TableFilter[] = [
    {
      name: "group",
      label: t("activity.filters.group"),
      options: EVENT_GROUPS.map((value) => ({ value, label: t(`activity.groups.${value}`) })),
    },
    {
      name: "actor",
      label: t("activity.filters.actor"),
      isSingle: true,
      options: ACTORS.map((value) => ({ value, label: t(`activity.actors.${value}`) })),
    },
    {
      name: "period",
      label: t("activity.filters.period"),
      isSingle: true,
      options: Object.keys(PERIODS).map((value) => ({
        value,
        label: t(`activity.periods.${value}`),
      })),
    },
  ]
  return (
    <div role="search" className="flex flex-wrap items-center gap-2 px-6 py-3">
      <SearchInput
        label={t("activity.search")}
        value={state.q}
        onChange={(q) => state.change({ q }, { replace: true })}
      />
      {filters.map((filter) => (
        <FilterMenu
          key={filter.name}
          {...filter}
          values={state.filters[filter.name] ?? []}
          onChange={(values) =>
            state.change({ filters: chooseFilter(state.filters, filter.name, values) })
          }
        />
      ))}
      {DAYS.map((name) => (
        <DayInput
          key={name}
          label={t(`activity.filters.${name}`)}
          value={state.filters[name]?.[0] ?? ""}
          onChange={(day) =>
            state.change(
              { filters: chooseFilter(state.filters, name, day ? [day] : []) },
              { replace: true }
            )
          }
        />
      ))}
    </div>
  )
}
