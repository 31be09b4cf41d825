import type { Permission } from "../../domain/permission"
import { useBackendQuery } from "./use-backend-query"
import { useRbacFlag } from "./use-rbac-flag"

/** Whether whoever looks may do what takes all of these. */
export type Can = (...needed: Permission[]) => boolean

/**
 * What whoever looks may do, so that nothing is offered that is refused: Medusa's `GET /admin/rbac/me/permissions` (2.21).
 *
 * Everything where RBAC is not enabled, and while it is not known: the backend has the last word.
 */
export function useCan(): Can {
  const { isOn } = useRbacFlag()
  const { data } = useBackendQuery<{ permissions: string[] }>(
    "/admin/rbac/me/permissions",
    undefined,
    { enabled: isOn }
  )
  const granted = isOn ? data?.permissions : undefined
  return (...needed) => !granted || needed.every((permission) => granted.includes(permission))
}
