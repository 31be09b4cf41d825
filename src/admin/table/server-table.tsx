import { Checkbox, clx, Table } from "@medusajs/ui"
import { type ReactNode, useEffect } from "react"
import { EmptyNotice } from "../components/empty-notice"
import { ErrorNotice } from "../components/error-notice"
import { isOver, LoadingLines } from "../components/query-state"
import { StaleNotice } from "../components/stale-notice"
import { useTranslation } from "../i18n/use-translation"
import { FilterMenu, type TableFilter } from "./filter-menu"
import { ResultStatus } from "./result-status"
import { SearchInput } from "./search-input"
import { SortButton } from "./sort-button"
import { PAGE_SIZE, type TableState } from "./use-table-state"

export type Column<TRow> = {
  name: string
  header: string
  cell: (row: TRow) => ReactNode
  /** The backend can put the list in the order of this column. */
  isSortable?: boolean
}

export type Selection = { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void }

type Props<TRow> = {
  /** What a screen reader calls the table. */
  label: string
  state: TableState
  columns: Column<TRow>[]
  rows: TRow[] | undefined
  count: number | undefined
  error: unknown
  onRetry: () => void
  isRefreshing: boolean
  idOf: (row: TRow) => string
  /** What a screen reader calls a row. */
  nameOf: (row: TRow) => string
  searchLabel?: string
  /** The order in which the backend has the list by itself, as `TableState` writes it, where the list can be ordered. */
  defaultOrder?: string
  filters?: TableFilter[]
  selection?: Selection
  /** What can be done with a row, in its last cell. */
  actionsOf?: (row: TRow) => ReactNode
  empty: { title: string; description?: string }
}

/**
 * A page of a list that is searched, filtered, ordered and paged by the backend. That of Medusa's UI kit (4.2) has buttons and
 * checkboxes without names, and words in English only; this one is made of the same parts.
 */
export function ServerTable<TRow>(props: Props<TRow>) {
  const {
    state,
    rows,
    count,
    error,
    onRetry,
    isRefreshing,
    filters = [],
    searchLabel,
    empty,
  } = props
  const { t } = useTranslation()
  const isBeyondTheEnd = useExistingPage(props)
  const isStale = Boolean(error) && rows !== undefined && !isOver(error)
  const isShown = rows !== undefined && !isBeyondTheEnd && (!error || isStale)
  const isFiltered = state.q !== "" || Object.keys(state.filters).length > 0
  return (
    <>
      <ResultStatus state={state} count={isShown ? count : undefined} isRefreshing={isRefreshing} />
      {(searchLabel || filters.length > 0) && (
        <div role="search" className="flex flex-wrap items-center gap-2 px-6 py-3">
          {searchLabel && (
            <SearchInput
              label={searchLabel}
              value={state.q}
              onChange={(q) => state.change({ q }, { replace: true })}
            />
          )}
          {filters.map((filter) => (
            <FilterMenu
              key={filter.name}
              {...filter}
              values={state.filters[filter.name] ?? []}
              onChange={(values) =>
                state.change({ filters: { ...state.filters, [filter.name]: values } })
              }
            />
          ))}
        </div>
      )}
      {isStale && <StaleNotice error={error} onRetry={onRetry} />}
      {error && !isStale ? (
        <ErrorNotice error={error} onRetry={onRetry} />
      ) : rows === undefined || isBeyondTheEnd ? (
        <LoadingLines lines={8} />
      ) : rows.length === 0 ? (
        <EmptyNotice {...(isFiltered ? { title: t("table.no_results") } : empty)} />
      ) : (
        <>
          <Rows {...props} rows={rows} />
          <Pagination state={state} count={count ?? rows.length} />
        </>
      )}
    </>
  )
}

/**
 * Lists get shorter: where the page that is shown is not there any more, the last one is.
 *
 * @returns whether that is under way
 */
export function useExistingPage({
  state: { offset, change },
  rows,
  count = 0,
  isRefreshing,
}: {
  state: TableState
  rows: unknown[] | undefined
  count: number | undefined
  isRefreshing: boolean
}): boolean {
  const last = Math.max(0, Math.ceil(count / PAGE_SIZE) - 1) * PAGE_SIZE
  const isBeyond = rows?.length === 0 && !isRefreshing && offset > last
  useEffect(() => {
    if (isBeyond) {
      change({ offset: last }, { replace: true })
    }
  }, [isBeyond, last, change])
  return isBeyond
}

function Rows<TRow>(props: Props<TRow> & { rows: TRow[] }) {
  const { label, state, columns, rows, isRefreshing, idOf, nameOf, selection, actionsOf } = props
  const { defaultOrder } = props
  const { t } = useTranslation()
  const ids = rows.map(idOf)
  const isAllSelected = selection !== undefined && ids.every((id) => selection.ids.has(id))
  const isSomeSelected = selection !== undefined && ids.some((id) => selection.ids.has(id))

  const select = (changed: string[], isOn: boolean) => {
    const next = new Set(selection?.ids)
    for (const id of changed) {
      if (isOn) {
        next.add(id)
      } else {
        next.delete(id)
      }
    }
    selection?.onChange(next)
  }
  return (
    <div
      className="overflow-x-auto"
      aria-busy={isRefreshing}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <Table className={clx(isRefreshing && "opacity-60")}>
        <Table.Header>
          <Table.Row>
            {selection && (
              <Table.HeaderCell className="w-10">
                <Checkbox
                  aria-label={t("table.select_all")}
                  checked={isAllSelected || (isSomeSelected && "indeterminate")}
                  onCheckedChange={(checked) => select(ids, checked === true)}
                />
              </Table.HeaderCell>
            )}
            {columns.map(({ name, header, isSortable }) => (
              <Table.HeaderCell
                key={name}
                className="whitespace-nowrap"
                aria-sort={isSortable ? sortOf(name, state.order ?? defaultOrder) : undefined}
              >
                {isSortable ? (
                  <SortButton
                    name={name}
                    label={header}
                    state={state}
                    defaultOrder={defaultOrder}
                  />
                ) : (
                  header
                )}
              </Table.HeaderCell>
            ))}
            {actionsOf && (
              <Table.HeaderCell className="w-10">
                <span className="sr-only">{t("table.actions")}</span>
              </Table.HeaderCell>
            )}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {rows.map((row) => {
            const id = idOf(row)
            return (
              <Table.Row key={id} data-row={nameOf(row)}>
                {selection && (
                  <Table.Cell>
                    <Checkbox
                      aria-label={t("table.select", { name: nameOf(row) })}
                      checked={selection.ids.has(id)}
                      onCheckedChange={(checked) => select([id], checked === true)}
                    />
                  </Table.Cell>
                )}
                {columns.map(({ name, cell }) => (
                  <Table.Cell key={name}>{cell(row)}</Table.Cell>
                ))}
                {actionsOf && <Table.Cell>{actionsOf(row)}</Table.Cell>}
              </Table.Row>
            )
          })}
        </Table.Body>
      </Table>
    </div>
  )
}

function sortOf(name: string, order: string | undefined): "ascending" | "descending" | "none" {
  if (order === name) {
    return "ascending"
  }
  return order === `-${name}` ? "descending" : "none"
}

/** The way to the other pages of a list. */
export function Pagination({ state, count }: { state: TableState; count: number }) {
  const { t } = useTranslation()
  const pageIndex = Math.floor(state.offset / PAGE_SIZE)
  const pageCount = Math.max(1, Math.ceil(count / PAGE_SIZE))
  const goTo = (page: number) => state.change({ offset: page * PAGE_SIZE })
  return (
    <Table.Pagination
      count={count}
      pageSize={PAGE_SIZE}
      pageIndex={pageIndex}
      pageCount={pageCount}
      canPreviousPage={pageIndex > 0}
      canNextPage={pageIndex < pageCount - 1}
      previousPage={() => goTo(pageIndex - 1)}
      nextPage={() => goTo(pageIndex + 1)}
      translations={{
        of: t("table.pagination.of"),
        results: t("table.pagination.results"),
        pages: t("table.pagination.pages"),
        prev: t("table.pagination.previous"),
        next: t("table.pagination.next"),
      }}
    />
  )
}
