import { StatusBadge } from "@medusajs/ui"
import { InviteStatus } from "../../domain/invite-status"
import { useTranslation } from "../i18n/use-translation"

const COLORS = {
  [InviteStatus.PENDING]: "orange",
  [InviteStatus.DELIVERED]: "green",
  [InviteStatus.FAILED]: "red",
  [InviteStatus.NOT_SENT]: "blue",
  [InviteStatus.EXPIRED]: "grey",
} as const

/** What became of an invite's email, and whether it can be accepted. */
export function InviteStatusBadge({ status }: { status: InviteStatus }) {
  const { t } = useTranslation()
  return <StatusBadge color={COLORS[status]}>{t(`invites.status.${status}`)}</StatusBadge>
}
