import { LIFECYCLE } from "../lib/paths"
import type { Settings } from "./types"
import { useBackendQuery } from "./use-backend-query"

/** How the application deals with people. Whoever may read users may read it, and so sees the same as everybody else. */
export function useSettings({ enabled = true }: { enabled?: boolean } = {}) {
  return useBackendQuery<Settings>(`${LIFECYCLE}/settings`, undefined, { enabled })
}
