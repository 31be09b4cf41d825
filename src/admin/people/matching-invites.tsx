import { Button, Text } from "@medusajs/ui"
import { useState } from "react"
import type { Invite, InvitesPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useCan } from "../api/use-permissions"
import { TextLink } from "../components/text-link"
import { NAMESPACE } from "../i18n/namespace"
import { useTranslation } from "../i18n/use-translation"
import { InviteActionDrawer } from "../invites/invite-action-drawer"
import { RESEND } from "../invites/invite-actions"
import { invitesPage, LIFECYCLE } from "../lib/paths"

type Props = {
  /** What is searched for. */
  q: string
  /** It is the search of which nothing came. The backend is asked for invites only then. */
  isFruitless: boolean
}

/**
 * Below a search for people that finds nobody: the open invites that it would find, with the way to them, and to send the only one
 * again. It stays where it is while it is not that, so that a drawer does, too.
 */
export function MatchingInvites({ q, isFruitless }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const can = useCan()
  const [resending, setResending] = useState<Invite>()
  const { data, isPlaceholderData } = useBackendQuery<InvitesPage>(
    `${LIFECYCLE}/invites`,
    { q, limit: 1 },
    { enabled: isFruitless && can("invite:read") }
  )
  // Those of the search before would be others.
  const found = isFruitless && !isPlaceholderData ? data : undefined
  const count = found?.count ?? 0
  return (
    <>
      {count > 0 && (
        <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 px-6 py-3">
          <Text size="small" leading="compact">
            {t("people.matching_invites.found", { count })}{" "}
            <TextLink to={invitesPage(q)} small>
              {t("people.matching_invites.show", { count })}
            </TextLink>
          </Text>
          {count === 1 && can(RESEND.needs) && (
            <Button
              size="small"
              variant="secondary"
              onClick={() => setResending(found?.invites[0])}
            >
              {t("people.matching_invites.resend")}
            </Button>
          )}
        </div>
      )}
      {resending && (
        <InviteActionDrawer
          action={RESEND}
          invites={[resending]}
          onClose={() => setResending(undefined)}
        />
      )}
    </>
  )
}
