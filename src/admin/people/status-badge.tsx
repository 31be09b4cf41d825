import { StatusBadge } from "@medusajs/ui"
import { AccessStatus } from "../../domain/access"
import { NAMESPACE } from "../i18n/namespace"
import { useTranslation } from "../i18n/use-translation"

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
