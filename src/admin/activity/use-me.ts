import { useBackendQuery } from "../api/use-backend-query"

/** Who looks: Medusa's `GET /admin/users/me`. */
export function useMe({ enabled = true }: { enabled?: boolean } = {}) {
  const query = useBackendQuery<{ user: { id: string } }>("/admin/users/me", undefined, { enabled })
  return { ...query, id: query.data?.user.id }
}
