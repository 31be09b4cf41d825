import { InlineTip } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { PeopleImport } from "../api/types"
import { NAMESPACE } from "../i18n/namespace"

/** What keeps an import from beginning, or from going on. */
export function ImportProblems({ row: { file_problem, last_error } }: { row: PeopleImport }) {
  const { t } = useTranslation(NAMESPACE)
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
          {file_problem.message} {t("imports.mend_file")}
        </InlineTip>
      )}
      {last_error && (
        <InlineTip variant="warning" role="alert" label={t("imports.stuck")}>
          {last_error}
        </InlineTip>
      )}
    </div>
  )
}
