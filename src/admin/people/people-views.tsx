import { Link } from "react-router-dom"
import type { InvitesPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { TabBar, tabClass } from "../components/tab-bar"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"
import { invitedView, LIFECYCLE, usersView } from "../lib/paths"
import { useTableState } from "../table/use-table-state"

type Props = {
  /** Those who are invited are shown, and not the users. */
  isInvited: boolean
}

/**
 * Whoever is invited is no user yet, and so in a list of their own, with what can be done with an invite. What somebody is searched
 * for by stays when the list changes; what a list is filtered by does not, since the other one knows no such filter.
 */
export function PeopleViews({ isInvited }: Props) {
  const { t, i18n } = useTranslation()
  const { q } = useTableState([])
  const { data } = useBackendQuery<InvitesPage>(`${LIFECYCLE}/invites`, { limit: 1 })
  const views = [
    { key: "users", to: usersView(q), isActive: !isInvited, label: t("people.views.users") },
    {
      key: "invited",
      to: invitedView(q),
      isActive: isInvited,
      label: data
        ? t("people.views.invited_count", { number: formatCount(data.count, i18n.language) })
        : t("people.views.invited"),
    },
  ]
  return (
    <TabBar
      label={t("people.views.label")}
      tabs={views.map(({ key, to, isActive, label }) => ({
        key,
        link: (
          <Link to={to} className={tabClass(isActive)} aria-current={isActive ? "page" : undefined}>
            {label}
          </Link>
        ),
      }))}
    />
  )
}
