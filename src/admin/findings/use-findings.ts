import type { FindingsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { LIFECYCLE } from "../lib/paths"
import { PAGE_SIZE, useTableState } from "../table/use-table-state"

const FILTERS = ["severity", "kind"] as const

/** Findings as they are at this instant: `GET /admin/user-lifecycle/findings`, with the filters that the address has. */
export function useFindings() {
  const state = useTableState(FILTERS)
  const { filters, offset } = state
  const query = useBackendQuery<FindingsPage>(
    `${LIFECYCLE}/findings`,
    { ...filters, offset, limit: PAGE_SIZE },
    { refetchOnWindowFocus: false }
  )
  return { state, query }
}
