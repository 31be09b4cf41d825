import { Text } from "@medusajs/ui"
import { useMemo } from "react"
import { InviteStatus } from "../../domain/invite-status"
import type { Invite } from "../api/types"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { useOwnSentences } from "../i18n/use-own-sentences"
import { useTranslation } from "../i18n/use-translation"
import type { Column } from "../table/server-table"
import { InviteStatusBadge } from "./invite-status-badge"

export function useInviteColumns(): Column<Invite>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        name: "email",
        header: t("invites.columns.email"),
        cell: ({ email }) => <CellText>{email}</CellText>,
      },
      {
        name: "status",
        header: t("invites.columns.status"),
        cell: (invite) => (
          <div className="flex max-w-md flex-col gap-y-1 py-2">
            <InviteStatusBadge status={invite.status} />
            <DeliveryNote invite={invite} />
          </div>
        ),
      },
      {
        name: "sent_at",
        header: t("invites.columns.sent"),
        cell: ({ delivery }) => <Instant at={delivery?.sent_at ?? null} relative />,
      },
      {
        name: "expires_at",
        header: t("invites.columns.expires"),
        cell: ({ expires_at }) => <Instant at={expires_at} relative />,
      },
      {
        name: "created_at",
        header: t("invites.columns.created"),
        cell: ({ created_at }) => <Instant at={created_at} />,
      },
    ],
    [t]
  )
}

/** Why an email has not left, and when it is tried again. */
function DeliveryNote({ invite: { status, delivery } }: { invite: Invite }) {
  const { t } = useTranslation()
  const sayOwn = useOwnSentences()
  const isUnsent = status === InviteStatus.FAILED || status === InviteStatus.PENDING
  if (!delivery || !isUnsent || (!delivery.last_error && !delivery.attempts)) {
    return null
  }
  return (
    <Text size="xsmall" className="text-ui-fg-subtle whitespace-normal break-words">
      {delivery.last_error && sayOwn(delivery.last_error)}{" "}
      {delivery.next_attempt_at && (
        <>
          {t("invites.next_attempt")} <Instant at={delivery.next_attempt_at} relative />
        </>
      )}
    </Text>
  )
}
