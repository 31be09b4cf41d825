import { useBackendQuery } from "../api/use-backend-query"

export type Role = { id: string; name: string }

/** More than a shop has. */
const MAX_ROLES = 200

/** The roles that there are; none where Medusa's RBAC is not enabled, or whoever asks may not see them. */
export function useRoles(): Role[] {
  const { data: flags } = useBackendQuery<{ feature_flags: Record<string, boolean> }>(
    "/admin/feature-flags"
  )
  const isEnabled = flags?.feature_flags.rbac === true
  const { data } = useBackendQuery<{ roles: Role[] }>(
    "/admin/rbac/roles",
    { limit: MAX_ROLES, fields: "id,name" },
    { enabled: isEnabled }
  )
  return data?.roles ?? []
}
