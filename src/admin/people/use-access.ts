import type { Access } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"

/** What a person can act with: `GET /admin/users/:id/access`. */
export function useAccess(userId: string) {
  const query = useBackendQuery<{ access: Access }>(`/admin/users/${userId}/access`)
  return { ...query, data: query.data?.access }
}
