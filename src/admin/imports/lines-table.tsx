import { useMemo } from "react"
import { ImportRowStatus, ImportStatus } from "../../domain/import/status"
import type { ImportLine, ImportLinesPage, PeopleImport } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { PersonLink } from "../components/person-link"
import { useTranslation } from "../i18n/use-translation"
import { CellText } from "../components/cell-text"
import { type Column, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { useTableState } from "../table/use-table-state"
import { LineStatus, useLineStatusName } from "./line-status"
import { importRoute, POLL_MS } from "./use-import"
import { useLineWords } from "./use-line-words"

export const LINE_FILTERS = ["status"] as const

/** The lines of a file, what is wrong with them, and what became of them. */
export function LinesTable({ row: { id, status } }: { row: PeopleImport }) {
  const { t } = useTranslation()
  const state = useTableState(LINE_FILTERS)
  const nameOfStatus = useLineStatusName(status)
  const query = useBackendQuery<ImportLinesPage>(`${importRoute(id)}/lines`, state.query, {
    refetchInterval: status === ImportStatus.RUNNING && POLL_MS,
  })
  const columns = useLineColumns(status)
  return (
    <ServerTable
      label={t("imports.lines")}
      state={state}
      columns={columns}
      filters={[
        {
          name: "status",
          label: t("imports.line.status"),
          options: Object.values(ImportRowStatus).map((value) => ({
            value,
            label: nameOfStatus(value),
          })),
        },
      ]}
      {...tableData(query, (page) => page.lines)}
      idOf={({ line }) => String(line)}
      nameOf={({ line }) => String(line)}
      empty={{ title: t("imports.no_lines") }}
    />
  )
}

function useLineColumns(importStatus: ImportStatus): Column<ImportLine>[] {
  const { t } = useTranslation()
  const { nameOfStatus, methodOf, noteOf } = useLineWords(importStatus)
  return useMemo(
    () => [
      { name: "line", header: t("imports.line.number"), cell: ({ line }) => line },
      {
        name: "email",
        header: t("imports.line.email"),
        cell: ({ email, user_id }) =>
          user_id ? (
            <PersonLink userId={user_id}>
              <CellText>{email}</CellText>
            </PersonLink>
          ) : (
            <CellText>{email || "–"}</CellText>
          ),
      },
      {
        name: "status",
        header: t("imports.line.status"),
        cell: ({ status }) => <LineStatus status={status} name={nameOfStatus(status)} />,
      },
      {
        name: "method",
        header: t("imports.line.method"),
        cell: (line) => (
          <span className="block max-w-xs whitespace-normal break-words py-2">
            {methodOf(line) ?? "–"}
          </span>
        ),
      },
      {
        name: "message",
        header: t("imports.line.message"),
        cell: (line) => (
          <span className="block max-w-md whitespace-normal break-words py-2">
            {noteOf(line) ?? "–"}
          </span>
        ),
      },
    ],
    // The names change with the language, and so does `t`.
    [t, importStatus]
  )
}
