import { useBackendQuery } from "./use-backend-query"

/** Whether Medusa's RBAC is enabled: without it, nobody has a role, and everybody may do everything. */
export function useRbacFlag() {
  const { data, ...query } = useBackendQuery<{ feature_flags: Record<string, boolean> }>(
    "/admin/feature-flags"
  )
  return { ...query, isOn: data?.feature_flags.rbac === true }
}
