import { StatusBadge } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { AccessStatus } from "../../domain/access"
import { NAMESPACE } from "../i18n/namespace"

const COLORS = {
  [AccessStatus.ACTIVE]: "green",
  [AccessStatus.SUSPENDED]: "orange",
  [AccessStatus.OFFBOARDED]: "grey",
} as const

/** Whether somebody may act. */
export function PersonStatus({ status }: { status: AccessStatus }) {
  const { t } = useTranslation(NAMESPACE)
  return <StatusBadge color={COLORS[status]}>{t(`people.status.${status}`)}</StatusBadge>
}
