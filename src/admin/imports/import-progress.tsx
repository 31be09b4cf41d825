import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { ImportStatus } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { NAMESPACE } from "../i18n/namespace"
import { formatCount } from "../lib/format"

/** How many of the lines that can be done are, while an import runs. */
export function ImportProgress({ row: { status, counts } }: { row: PeopleImport }) {
  const { t, i18n } = useTranslation(NAMESPACE)
  if (status !== ImportStatus.RUNNING) {
    return null
  }
  const total = counts.total - counts.invalid
  const done = total - counts.ready
  const words = t("imports.progress", {
    done: formatCount(done, i18n.language),
    total: formatCount(total, i18n.language),
  })
  return (
    <div className="flex flex-col gap-y-2 px-6 py-4">
      <div
        role="progressbar"
        aria-label={t("imports.progress_label")}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
        className="bg-ui-bg-component-pressed h-1.5 overflow-hidden rounded-full"
      >
        <div
          className="bg-ui-bg-interactive h-full rounded-full transition-all"
          style={{ width: `${total ? (100 * done) / total : 0}%` }}
        />
      </div>
      <Text size="xsmall" className="text-ui-fg-subtle">
        {words}
      </Text>
    </div>
  )
}
