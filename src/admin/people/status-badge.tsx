import { StatusBadge } from "@medusajs/ui"
import { AccessStatus } from "../../domain/access"
import { useTranslation } from "../i18n/use-translation"

const COLORS = {
  [AccessStatus.ACTIVE]: "green",
  [AccessStatus.SUSPENDED]: "orange",
  [AccessStatus.OFFBOARDED]: "grey",
} as const

/** Whether somebody may act. */
export function PersonStatus({ status }: { status: AccessStatus }) {
  const { t } = useTranslation()
  return <StatusBadge color={COLORS[status]}>{t(`people.status.${status}`)}</StatusBadge>
}
