import { StatusBadge } from "@medusajs/ui"
import { ImportRowStatus, ImportStatus } from "../../domain/import/status"
import { useTranslation } from "../i18n/use-translation"

const COLORS = {
  [ImportRowStatus.INVALID]: "red",
  [ImportRowStatus.EXISTS]: "grey",
  [ImportRowStatus.READY]: "blue",
  [ImportRowStatus.CREATED]: "green",
  [ImportRowStatus.INVITED]: "green",
  [ImportRowStatus.FAILED]: "red",
} as const

/** What the statuses of lines are called in an import. What was ready when it ended is not going to be done any more. */
export function useLineStatusName(importStatus: ImportStatus): (status: ImportRowStatus) => string {
  const { t } = useTranslation()
  const isOver = importStatus === ImportStatus.DONE || importStatus === ImportStatus.CANCELLED
  return (status) =>
    t(
      isOver && status === ImportRowStatus.READY
        ? "imports.line_status.left"
        : `imports.line_status.${status}`
    )
}

/** What became of a line. */
export function LineStatus({ status, name }: { status: ImportRowStatus; name: string }) {
  return <StatusBadge color={COLORS[status]}>{name}</StatusBadge>
}
