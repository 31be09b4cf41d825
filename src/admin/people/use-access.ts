import type { Access } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"

/** What a person can act with: `GET /admin/users/:id/access`. */
export function useAccess(userId: string, options: { enabled?: boolean } = {}) {
  const path = `/admin/users/${userId}/access`
  const query = useBackendQuery<{ access: Access }>(path, undefined, options)
  return { ...query, data: query.data?.access }
}
