import { Text } from "@medusajs/ui"
import type { InvitesPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useCan } from "../api/use-permissions"
import { TextLink } from "../components/text-link"
import { NAMESPACE } from "../i18n/namespace"
import { useTranslation } from "../i18n/use-translation"
import { invitesPage, LIFECYCLE } from "../lib/paths"
import { useTableState } from "../table/use-table-state"
import { PEOPLE_FILTERS } from "./people-table"

/**
 * Whoever is invited is no user yet, and so not in the list of people: how many there are, and where they are. What somebody is
 * searched for by is searched for there, too.
 */
export function InvitedNotice() {
  const { t } = useTranslation(NAMESPACE)
  const { q } = useTableState(PEOPLE_FILTERS)
  const can = useCan()
  const { data } = useBackendQuery<InvitesPage>(
    `${LIFECYCLE}/invites`,
    { limit: 1 },
    { enabled: can("invite:read") }
  )
  return data?.count ? (
    <Text size="small" leading="compact" className="text-ui-fg-subtle px-6 py-3">
      {t("people.invited", { count: data.count })}{" "}
      <TextLink to={invitesPage(q)} small>
        {t("people.invited_link")}
      </TextLink>
    </Text>
  ) : null
}
