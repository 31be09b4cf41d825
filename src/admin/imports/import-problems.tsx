import { InlineTip } from "@medusajs/ui"
import type { PeopleImport } from "../api/types"
import { useTranslation } from "../i18n/use-translation"
import { useNote } from "./use-note"

/** What keeps an import from beginning, or from going on. */
export function ImportProblems({ row: { file_problem, last_error } }: { row: PeopleImport }) {
  const { t } = useTranslation()
  const noteOf = useNote()
  if (!file_problem && !last_error) {
    return null
  }
  return (
    <div className="flex flex-col gap-y-2 px-6 py-4">
      {file_problem && (
        <InlineTip
          variant="error"
          role="alert"
          label={t("imports.file_problem", { line: file_problem.line })}
        >
          {noteOf(file_problem)} {t("imports.mend_file")}
        </InlineTip>
      )}
      {last_error && (
        <InlineTip variant="warning" role="alert" label={t("imports.stuck")}>
          {t("refusals.failed", { message: last_error })}
        </InlineTip>
      )}
    </div>
  )
}
