import { useBackendQuery } from "../api/use-backend-query"
import { statusOf } from "../lib/request"

export type Role = { id: string; name: string }

/** More than a shop has. */
const MAX_ROLES = 200

/** Whether Medusa's RBAC is enabled: without it, nobody has a role. */
export function useHasRoles(): boolean {
  const { data } = useBackendQuery<{ feature_flags: Record<string, boolean> }>(
    "/admin/feature-flags"
  )
  return data?.feature_flags.rbac === true
}

export type Roles = {
  /** None where Medusa's RBAC is not enabled, or whoever asks may not see them. */
  roles: Role[]
  /** There may be some, and whoever asks may not see them. */
  isForbidden: boolean
}

/** The roles that there are. */
export function useRoles(): Roles {
  const enabled = useHasRoles()
  const { data, error } = useBackendQuery<{ roles: Role[] }>(
    "/admin/rbac/roles",
    { limit: MAX_ROLES, fields: "id,name" },
    { enabled }
  )
  return { roles: data?.roles ?? [], isForbidden: statusOf(error) === 403 }
}
