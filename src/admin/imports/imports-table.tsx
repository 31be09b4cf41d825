import type { UseQueryResult } from "@tanstack/react-query"
import { useMemo } from "react"
import { Link } from "react-router-dom"
import type { ImportsPage, PeopleImport } from "../api/types"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"
import { importPage } from "../lib/paths"
import { type Column, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import type { TableState } from "../table/use-table-state"
import { ImportStatus } from "./import-status"

type Props = { state: TableState; query: UseQueryResult<ImportsPage> }

/** The imports that there were, the newest first, each of which can be opened again. */
export function ImportsTable({ state, query }: Props) {
  const { t } = useTranslation()
  const columns = useImportColumns()
  return (
    <ServerTable
      label={t("imports.earlier")}
      state={state}
      columns={columns}
      {...tableData(query, (page) => page.imports)}
      idOf={({ id }) => id}
      nameOf={({ file_name }) => file_name}
      empty={{ title: t("imports.none") }}
    />
  )
}

function useImportColumns(): Column<PeopleImport>[] {
  const { t, i18n } = useTranslation()
  return useMemo(
    () => [
      {
        name: "file_name",
        header: t("imports.list.file"),
        cell: ({ id, file_name }) => (
          <Link
            className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus rounded-md outline-none"
            to={importPage(id)}
          >
            <CellText>{file_name}</CellText>
          </Link>
        ),
      },
      {
        name: "status",
        header: t("imports.list.status"),
        cell: ({ status }) => <ImportStatus status={status} />,
      },
      {
        name: "lines",
        header: t("imports.list.lines"),
        cell: ({ counts }) => formatCount(counts.total, i18n.language),
      },
      {
        name: "made",
        header: t("imports.list.made"),
        cell: ({ counts }) => formatCount(counts.created + counts.invited, i18n.language),
      },
      {
        name: "created_by",
        header: t("imports.list.created_by"),
        cell: ({ created_by_name }) => <CellText>{created_by_name ?? "–"}</CellText>,
      },
      {
        name: "created_at",
        header: t("imports.list.created"),
        cell: ({ created_at }) => <Instant at={created_at} />,
      },
    ],
    [t, i18n.language]
  )
}
