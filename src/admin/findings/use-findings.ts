import { useEffect } from "react"
import type { FindingsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { LIFECYCLE } from "../lib/paths"
import { PAGE_SIZE, type TableState, useTableState } from "../table/use-table-state"

const FILTERS = ["severity", "kind"] as const

/** Findings as they are at this instant: `GET /admin/user-lifecycle/findings`, with the filters that the address has. */
export function useFindings() {
  const state = useTableState(FILTERS)
  const { filters, offset } = state
  const query = useBackendQuery<FindingsPage>(`${LIFECYCLE}/findings`, {
    ...filters,
    offset,
    limit: PAGE_SIZE,
  })
  useExistingPage(state, query.data)
  return { state, query }
}

/** Repairs make the list shorter: where the page that is shown is not there any more, the last one is. */
function useExistingPage({ offset, change }: TableState, data: FindingsPage | undefined): void {
  const last = data ? Math.max(0, Math.ceil(data.count / PAGE_SIZE) - 1) * PAGE_SIZE : undefined
  const isBeyond = last !== undefined && data?.offset === offset && offset > last
  useEffect(() => {
    if (isBeyond) {
      change({ offset: last })
    }
  }, [isBeyond, last, change])
}
