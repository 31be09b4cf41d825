import { useCallback, useMemo } from "react"
import { useSearchParams } from "react-router-dom"
import type { Query } from "../lib/request"

/** How many rows a page of a table has. */
export const PAGE_SIZE = 20

export type ChangeOptions = {
  /** "Back" does not lead to what was there before: such as half a word of a search. */
  replace?: boolean
}

/** What a table shows of a list. It is in the address, so that it can be linked to, and survives "back". */
export type TableState = {
  q: string
  /** The values that each filter lets through; none that is not set. */
  filters: Record<string, string[]>
  /** The name of a column, with "-" before it where the last comes first. */
  order: string | undefined
  offset: number
  /** Anything but the page begins at the first page again. */
  change: (
    change: Partial<Pick<TableState, "q" | "filters" | "order" | "offset">>,
    options?: ChangeOptions
  ) => void
  /** As the backend's lists want it. */
  query: Query
}

/**
 * @param filterNames those that the table has; anything else in the address is somebody else's
 * @param prefix tells tables on one page from each other
 */
export function useTableState(filterNames: readonly string[], prefix = ""): TableState {
  const [params, setParams] = useSearchParams()
  const read = (name: string) => params.get(prefix + name) ?? undefined

  const q = read("q") ?? ""
  const order = read("order")
  const offset = Math.max(0, Number.parseInt(read("offset") ?? "", 10) || 0)
  const filterText = filterNames.map((name) => read(name) ?? "").join("\n")
  const filters = useMemo(
    () =>
      Object.fromEntries(
        filterText.split("\n").flatMap((text, index) => {
          const values = parseValues(text)
          return values.length ? [[filterNames[index], values]] : []
        })
      ) as Record<string, string[]>,
    // The names are those of one table, which has the same ones all the time.
    [filterText]
  )

  const change: TableState["change"] = useCallback(
    (changed, options) => {
      setParams((previous) => {
        const next = new URLSearchParams(previous)
        const write = (name: string, value: string | undefined) =>
          value ? next.set(prefix + name, value) : next.delete(prefix + name)
        if ("q" in changed) {
          write("q", changed.q)
        }
        if ("order" in changed) {
          write("order", changed.order)
        }
        for (const name of changed.filters ? filterNames : []) {
          const values = changed.filters?.[name]
          write(name, values?.length ? JSON.stringify(values) : undefined)
        }
        write("offset", changed.offset ? String(changed.offset) : undefined)
        return next
      }, options)
    },
    [setParams, prefix]
  )

  const query = useMemo(
    () => ({ ...(q && { q }), ...(order && { order }), ...filters, offset, limit: PAGE_SIZE }),
    [q, order, filters, offset]
  )
  return { q, filters, order, offset, change, query }
}

/** The address may have been written by hand. */
function parseValues(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    return (Array.isArray(value) ? value : [value]).map(String)
  } catch {
    return text ? [text] : []
  }
}
