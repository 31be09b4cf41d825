import { ArrowDownTray } from "@medusajs/icons"
import { toast } from "@medusajs/ui"
import { useMutation } from "@tanstack/react-query"
import { useTranslation } from "../i18n/use-translation"
import { ImportStatus } from "../../domain/import/status"
import type { ImportLine, ImportLinesPage, PeopleImport } from "../api/types"
import { BusyButton } from "../components/busy-button"
import { useExplain } from "../i18n/use-explain"
import { get, isSignedOut, type Query } from "../lib/request"
import { saveFile } from "../lib/save-file"
import { writeCsv } from "../lib/write-csv"
import { useTableState } from "../table/use-table-state"
import { LINE_FILTERS } from "./lines-table"
import { importRoute } from "./use-import"
import { useLineWords } from "./use-line-words"

/** The most that the backend lists at a time. */
const MAX_LINES = 200

/** A file of the lines that the filter lets through, with what became of each, once no more becomes of them. */
export function DownloadLinesButton({ row: { id, status, file_name } }: { row: PeopleImport }) {
  const { t, i18n } = useTranslation()
  const explain = useExplain()
  const { filters } = useTableState(LINE_FILTERS)
  const { nameOfStatus, methodOf, noteOf } = useLineWords(status)
  const save = (lines: ImportLine[]) => {
    const file = `${file_name.replace(/\.csv$/i, "")}-${t("imports.download.file_name")}.csv`
    const text = writeCsv(
      [
        t("imports.line.number"),
        t("imports.line.email"),
        t("imports.line.status"),
        t("imports.line.method"),
        t("imports.line.message"),
      ],
      lines.map((line) => [
        line.line,
        line.email,
        nameOfStatus(line.status),
        methodOf(line),
        noteOf(line),
      ]),
      i18n.language
    )
    saveFile(new Blob([text], { type: "text/csv;charset=utf-8" }), file)
    toast.success(t("actions.exported", { file }))
  }
  const { mutate, isPending } = useMutation({
    // Saved here, and not with a call of it: what belongs to a call is forgotten with the page.
    mutationFn: async () => save(await readAll(id, filters)),
    throwOnError: isSignedOut,
    gcTime: 0,
    onError: (error) => {
      if (!isSignedOut(error)) {
        toast.error(explain(error))
      }
    },
  })
  if (status === ImportStatus.RUNNING) {
    return null
  }
  return (
    <BusyButton icon={<ArrowDownTray />} isBusy={isPending} onClick={() => mutate()}>
      {t("imports.download.label")}
    </BusyButton>
  )
}

async function readAll(importId: string, filters: Query): Promise<ImportLine[]> {
  const all: ImportLine[] = []
  for (;;) {
    const { lines, count } = await get<ImportLinesPage>(`${importRoute(importId)}/lines`, {
      ...filters,
      offset: all.length,
      limit: MAX_LINES,
    })
    all.push(...lines)
    if (!lines.length || all.length >= count) {
      return all
    }
  }
}
