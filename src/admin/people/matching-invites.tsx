import { Text } from "@medusajs/ui"
import type { InvitesPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useCan } from "../api/use-permissions"
import { TextLink } from "../components/text-link"
import { useTranslation } from "../i18n/use-translation"
import { invitedView, LIFECYCLE } from "../lib/paths"

type Props = {
  /** What is searched for. */
  q: string
  /** It is the search of which nothing came. The backend is asked for invites only then. */
  isFruitless: boolean
}

/** Below a search for people that finds nobody: the invites that it would find, also those that have expired, with the way to them. */
export function MatchingInvites({ q, isFruitless }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const { data, isPlaceholderData } = useBackendQuery<InvitesPage>(
    `${LIFECYCLE}/invites`,
    { q, limit: 1 },
    { enabled: isFruitless && can("invite:read") }
  )
  // Those of the search before would be others.
  const count = isFruitless && !isPlaceholderData && data ? data.count : 0
  return (
    // There before it says anything: a screen reader tells what changes in it. Nothing of it is seen until then.
    <div role="status" className={count > 0 ? undefined : "sr-only"}>
      {count > 0 && (
        <Text size="small" leading="compact" className="px-6 py-3 text-center">
          {t("people.matching_invites.found", { count })}{" "}
          <TextLink to={invitedView(q)} small>
            {t("people.matching_invites.show", { count })}
          </TextLink>
        </Text>
      )}
    </div>
  )
}
