import { AccessStatus } from "../../domain/access"
import { useSettings } from "../api/use-settings"
import { useTranslation } from "../i18n/use-translation"
import type { TableFilter } from "../table/filter-menu"
import { useLoginMethodName } from "./login-methods"
import { useRoles } from "./use-roles"

/**
 * What a list of people is filtered by.
 *
 * @param chosenRoles by the address, perhaps a colleague's, who may see more roles
 */
export function usePeopleFilters(chosenRoles: string[]): TableFilter[] {
  const { t } = useTranslation()
  const known = useRoles()
  const unknown = chosenRoles.filter((id) => !known.some((role) => role.id === id))
  const roles = [...known, ...unknown.map((id) => ({ id, name: id }))]
  return [
    useStatusFilter(Object.values(AccessStatus)),
    useLoginMethodFilter(),
    useLastLoginFilter(),
    ...(roles.length
      ? [
          {
            name: "role",
            label: t("people.columns.roles"),
            options: roles.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
  ]
}

export function useStatusFilter(statuses: AccessStatus[]): TableFilter {
  const { t } = useTranslation()
  return {
    name: "status",
    label: t("people.columns.status"),
    options: statuses.map((value) => ({ value, label: t(`people.status.${value}`) })),
  }
}

export function useLoginMethodFilter(): TableFilter {
  const { t } = useTranslation()
  const nameOfMethod = useLoginMethodName()
  const { data: settings } = useSettings()
  return {
    name: "login_method",
    label: t("people.columns.login_methods"),
    options: [
      ...(settings?.login_methods ?? []).map((value) => ({ value, label: nameOfMethod(value) })),
      { value: "none", label: t("people.login_methods.none") },
    ],
  }
}

export function useLastLoginFilter(): TableFilter {
  const { t } = useTranslation()
  return {
    name: "last_login",
    label: t("people.columns.last_login"),
    isSingle: true,
    options: (["never", "within_7", "within_30", "before_90"] as const).map((value) => ({
      value,
      label: t(`people.last_login.${value}`),
    })),
  }
}
