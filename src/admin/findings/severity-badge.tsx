import { StatusBadge } from "@medusajs/ui"
import { Severity } from "../../domain/findings/finding"
import { useTranslation } from "../i18n/use-translation"

const COLORS = {
  [Severity.HIGH]: "red",
  [Severity.MEDIUM]: "orange",
  [Severity.LOW]: "grey",
} as const

/** How much a finding matters. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useTranslation()
  return <StatusBadge color={COLORS[severity]}>{t(`findings.severity.${severity}`)}</StatusBadge>
}
