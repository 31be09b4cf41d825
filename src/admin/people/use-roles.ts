import { useBackendQuery } from "../api/use-backend-query"
import { useRbacFlag } from "../api/use-rbac-flag"
import { statusOf } from "../lib/request"

export type Role = { id: string; name: string }

/** More than a shop has. */
const MAX_ROLES = 200

/** The roles that there are, to look for people with one; none where Medusa's RBAC is not enabled, or they could not be read. */
export function useRoles(): Role[] {
  return useRolesFrom("/admin/rbac/roles").data?.roles ?? []
}

export type AssignableRoles = {
  /** None where Medusa's RBAC is not enabled, or whoever asks may give none. */
  roles: Role[]
  /** There may be some, and whoever asks may not see them. */
  isForbidden: boolean
  /** It is not known yet whether there are any. */
  isPending: boolean
  /** Why it could not be found out. */
  error: unknown
  retry: () => void
}

/** The roles that whoever asks may give somebody: those that allow no more than they may do themselves. */
export function useAssignableRoles(): AssignableRoles {
  const flag = useRbacFlag()
  const roles = useRolesFrom("/admin/rbac/roles/assignable")
  const isForbidden = statusOf(roles.error) === 403
  return {
    roles: roles.data?.roles ?? [],
    isForbidden,
    isPending: flag.isPending || (flag.isOn && roles.isPending),
    error: isForbidden ? null : (flag.error ?? roles.error),
    retry: () => void (flag.error ? flag.refetch() : roles.refetch()),
  }
}

function useRolesFrom(path: string) {
  const { isOn } = useRbacFlag()
  return useBackendQuery<{ roles: Role[] }>(
    path,
    { limit: MAX_ROLES, fields: "id,name" },
    { enabled: isOn }
  )
}
