import { Text } from "@medusajs/ui"
import { useMemo } from "react"
import { useNavigate } from "react-router-dom"
import { findingKinds } from "../../domain/findings/finding"
import type { Finding } from "../api/types"
import { type RowAction, RowActions } from "../components/row-actions"
import { useTranslation } from "../i18n/use-translation"
import { HOME, withFilters } from "../lib/paths"
import { type Column, type Selection, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { RepairCell } from "./repair-cell"
import { SeverityBadge } from "./severity-badge"
import { isLiving, Subject } from "./subject"
import type { useFindings } from "./use-findings"
import { useRepairWords } from "./use-repair-words"
import { useSentence } from "./use-sentence"

type Props = ReturnType<typeof useFindings> & {
  selection: Selection | undefined
  /** `undefined` where whoever looks may not. */
  onRepair: ((finding: Finding) => void) | undefined
  onLook: (userId: string) => void
}

/** What is wrong, a finding a row, most severe first. */
export function FindingsTable({ state, query, selection, onRepair, onLook }: Props) {
  const { t } = useTranslation()
  const { data } = query
  const say = useSentence()
  const columns = useFindingColumns()
  const actionsOf = useFindingActions({ onRepair, onLook })
  const counts = data?.by_kind ?? {}
  const kinds = findingKinds.filter((kind) => counts[kind] || state.filters.kind?.includes(kind))
  return (
    <ServerTable
      label={t("findings.title")}
      state={state}
      columns={columns}
      filters={[
        {
          name: "kind",
          label: t("findings.kind"),
          options: kinds.map((kind) => ({
            value: kind,
            label: t("findings.kind_with_count", {
              title: t(`findings.kinds.${kind}.title`),
              count: counts[kind] ?? 0,
            }),
          })),
        },
      ]}
      {...tableData(query, (page) => page.findings)}
      idOf={({ id }) => id}
      nameOf={say}
      selection={selection}
      actionsOf={(finding) => (
        <RowActions
          label={t("findings.actions_of", { message: say(finding) })}
          actions={actionsOf(finding)}
        />
      )}
      empty={{ title: t("table.no_results") }}
    />
  )
}

function useFindingColumns(): Column<Finding>[] {
  const { t } = useTranslation()
  const say = useSentence()
  const { sayRepair } = useRepairWords()
  return useMemo(
    () => [
      {
        name: "severity",
        header: t("findings.columns.severity"),
        cell: ({ severity }) => <SeverityBadge severity={severity} />,
      },
      {
        name: "finding",
        header: t("findings.columns.finding"),
        cell: (finding) => (
          <div className="flex min-w-64 max-w-lg flex-col gap-y-0.5 py-2">
            <span className="txt-compact-small-plus text-ui-fg-base">
              {t(`findings.kinds.${finding.kind}.title`)}
            </span>
            <Text size="xsmall" className="text-ui-fg-subtle break-words">
              {say(finding)}
            </Text>
          </div>
        ),
      },
      {
        name: "about",
        header: t("findings.columns.about"),
        cell: (finding) => <Subject finding={finding} />,
      },
      {
        name: "repair",
        header: t("findings.columns.repair"),
        cell: (finding) => <RepairCell finding={finding} words={sayRepair(finding.kind)} />,
      },
    ],
    [t, say, sayRepair]
  )
}

function useFindingActions({ onRepair, onLook }: Pick<Props, "onRepair" | "onLook">) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (finding: Finding): RowAction[] => {
    const { user_id, repair, is_destructive } = finding
    return [
      ...(repair !== null && onRepair
        ? [
            {
              label: t("findings.repair"),
              isDestructive: is_destructive,
              onSelect: () => onRepair(finding),
            },
          ]
        : []),
      ...(isLiving(finding)
        ? [{ label: t("findings.look"), onSelect: () => onLook(finding.user_id) }]
        : []),
      ...(user_id === null
        ? []
        : [
            {
              label: t("findings.history"),
              onSelect: () => navigate(withFilters(`${HOME}/activity`, { user_id: [user_id] })),
            },
          ]),
    ]
  }
}
