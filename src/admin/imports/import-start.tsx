import { useTranslation } from "../i18n/use-translation"
import { ImportStatus } from "../../domain/import/status"
import type { ImportsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { ErrorNotice } from "../components/error-notice"
import { Section } from "../components/section"
import { LIFECYCLE } from "../lib/paths"
import { statusOf } from "../lib/request"
import { useTableState } from "../table/use-table-state"
import { ImportsTable } from "./imports-table"
import { TemplateButton } from "./template-button"
import { UploadForm } from "./upload-form"

/** So often, in milliseconds, the list is read again for as long as an import in it runs. */
const LIST_POLL_MS = 3_000

/** A file to begin with, and the imports that there were. */
export function ImportStart() {
  const { t } = useTranslation()
  const state = useTableState([])
  const query = useBackendQuery<ImportsPage>(`${LIFECYCLE}/imports`, state.query, {
    refetchInterval: (known) =>
      known?.imports.some(({ status }) => status === ImportStatus.RUNNING) ? LIST_POLL_MS : false,
  })
  if (statusOf(query.error) === 403) {
    // Whoever may not see imports may not begin one either.
    return (
      <Section title={t("imports.title")}>
        <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      </Section>
    )
  }
  return (
    <>
      <Section
        title={t("imports.title")}
        description={t("imports.description")}
        actions={<TemplateButton />}
      >
        <UploadForm />
      </Section>
      <Section title={t("imports.earlier")} description={t("imports.earlier_hint")}>
        <ImportsTable state={state} query={query} />
      </Section>
    </>
  )
}
