import { ImportStatus } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { ProgressBar } from "../components/progress-bar"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"

/** How many of the lines that can be done are, while an import runs. */
export function ImportProgress({ row: { status, counts } }: { row: PeopleImport }) {
  const { t, i18n } = useTranslation()
  if (status !== ImportStatus.RUNNING) {
    return null
  }
  const total = counts.total - counts.invalid
  const done = total - counts.ready
  return (
    <div className="px-6 py-4">
      <ProgressBar
        value={done}
        max={total}
        label={t("imports.progress_label")}
        words={t("imports.progress", {
          done: formatCount(done, i18n.language),
          total: formatCount(total, i18n.language),
        })}
      />
    </div>
  )
}
