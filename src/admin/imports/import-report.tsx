import { Button } from "@medusajs/ui"
import { Link } from "react-router-dom"
import type { PeopleImport } from "../api/types"
import { QueryState } from "../components/query-state"
import { Section } from "../components/section"
import { useTranslation } from "../i18n/use-translation"
import { importPage } from "../lib/paths"
import { DownloadLinesButton } from "./download-lines-button"
import { ImportCounts } from "./import-counts"
import { ImportDecision } from "./import-decision"
import { ImportProblems } from "./import-problems"
import { ImportProgress } from "./import-progress"
import { ImportSummary } from "./import-summary"
import { LinesTable } from "./lines-table"
import { useImport } from "./use-import"

/** What was found in a file, and what has become of it: where somebody decides, and where it can be seen again later. */
export function ImportReport({ importId }: { importId: string }) {
  const query = useImport(importId)
  return (
    <QueryState query={query} isPage>
      {({ import: row }) => <Report row={row} />}
    </QueryState>
  )
}

function Report({ row }: { row: PeopleImport }) {
  const { t } = useTranslation()
  return (
    <>
      <Section
        title={row.file_name}
        actions={
          <Button size="small" variant="secondary" asChild>
            <Link to={importPage()}>{t("imports.another")}</Link>
          </Button>
        }
      >
        <ImportSummary row={row} />
        <ImportProblems row={row} />
        <ImportProgress row={row} />
        <ImportCounts row={row} />
        <ImportDecision row={row} />
      </Section>
      <Section title={t("imports.lines")} actions={<DownloadLinesButton row={row} />}>
        <LinesTable row={row} />
      </Section>
    </>
  )
}
