import { StatusBadge } from "@medusajs/ui"
import { ImportStatus as Status } from "../../domain/import/status"
import { useTranslation } from "../i18n/use-translation"

const COLORS = {
  [Status.VALIDATED]: "orange",
  [Status.RUNNING]: "blue",
  [Status.DONE]: "green",
  [Status.CANCELLED]: "grey",
} as const

/** How far an import is. */
export function ImportStatus({ status }: { status: Status }) {
  const { t } = useTranslation()
  return <StatusBadge color={COLORS[status]}>{t(`imports.status.${status}`)}</StatusBadge>
}
