import { ArrowPath } from "@medusajs/icons"
import { Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { REPAIR_PERMISSIONS } from "../../domain/permission"
import type { Finding, FindingsPage } from "../api/types"
import { useCan } from "../api/use-permissions"
import { BusyButton } from "../components/busy-button"
import { isOver } from "../components/query-state"
import { Section } from "../components/section"
import { SelectionBar } from "../components/selection-bar"
import { useTranslation } from "../i18n/use-translation"
import { PersonDrawer } from "../people/person-drawer"
import { useSelection } from "../table/use-selection"
import type { TableState } from "../table/use-table-state"
import { FindingsTable } from "./findings-table"
import { formatTimeOfDay } from "./format-time-of-day"
import { HealthyNotice } from "./healthy-notice"
import { isRepairable, kindsOf } from "./kinds"
import { RepairDrawer } from "./repair-drawer"
import type { RepairTarget } from "./repair-target"
import { SeverityFilter } from "./severity-filter"
import { useFindings } from "./use-findings"

const idOf = ({ id }: Finding) => id

/** What is wrong with people, their logins, keys and invites, and its repair. */
export function IdentityHealth() {
  const { t } = useTranslation()
  const findings = useFindings()
  const { state, query } = findings
  const data = isOver(query.error) ? undefined : query.data
  const mayRepair = useCan()(...REPAIR_PERMISSIONS)
  const { selection, chosen, drop, clear } = useSelection(data?.findings, idOf)
  const repairable = chosen.filter(({ repair }) => repair !== null)
  const [target, setTarget] = useState<RepairTarget>()
  const [looked, setLooked] = useState<string>()
  // Nothing is said to be well on the word of an earlier look.
  const isHealthy =
    data !== undefined &&
    !query.isError &&
    Object.values(data.by_severity).every((count) => count === 0)

  return (
    <>
      <Section
        title={t("findings.title")}
        description={t("findings.description")}
        actions={
          <Actions
            state={state}
            data={data}
            isLooking={query.isFetching}
            onLookAgain={() => void query.refetch()}
            onRepair={mayRepair ? setTarget : undefined}
          />
        }
      >
        {isHealthy ? (
          <HealthyNotice />
        ) : (
          <>
            {data && (
              <SeverityFilter
                counts={data.by_severity}
                chosen={state.filters.severity ?? []}
                onChange={(severity) => state.change({ filters: { ...state.filters, severity } })}
              />
            )}
            <FindingsTable
              {...findings}
              selection={mayRepair ? selection : undefined}
              onRepair={mayRepair ? ({ id }: Finding) => setTarget({ ids: [id] }) : undefined}
              onLook={setLooked}
            />
            {mayRepair && (
              <SelectionBar
                label={t("findings.bulk")}
                count={chosen.length}
                summary={t("findings.selected", { count: chosen.length })}
                onClear={clear}
              >
                {repairable.length > 0 && (
                  <Button
                    size="small"
                    variant="secondary"
                    // Of the others, it is said there that somebody has to decide.
                    onClick={() => setTarget({ ids: chosen.map(idOf) })}
                  >
                    {t("findings.repair_selected", { count: repairable.length })}
                  </Button>
                )}
              </SelectionBar>
            )}
          </>
        )}
      </Section>
      {target && (
        <RepairDrawer
          target={target}
          onClose={() => setTarget(undefined)}
          onSettled={(ids) => {
            const settled = new Set(ids)
            drop(chosen.filter(({ id }) => settled.has(id)))
          }}
        />
      )}
      {looked && <PersonDrawer userId={looked} onClose={() => setLooked(undefined)} />}
    </>
  )
}

type ActionsProps = {
  state: TableState
  data: FindingsPage | undefined
  isLooking: boolean
  onLookAgain: () => void
  /** `undefined` where whoever looks may not. */
  onRepair: ((target: RepairTarget) => void) | undefined
}

function Actions({ state: { filters }, data, isLooking, onLookAgain, onRepair }: ActionsProps) {
  const { t, i18n } = useTranslation()
  const counts = data?.by_kind ?? {}
  const shown = kindsOf(filters).filter((kind) => counts[kind])
  const isFiltered = Object.keys(filters).length > 0
  const repairable = shown.filter(isRepairable)
  const { harmless, destructive } = data?.by_repair ?? { harmless: 0, destructive: 0 }
  const repairableCount = harmless + destructive
  return (
    <>
      {data && (
        <Text size="xsmall" className="text-ui-fg-subtle" role="status">
          {t("findings.as_of", { time: formatTimeOfDay(data.audited_at, i18n.language) })}
        </Text>
      )}
      <BusyButton icon={<ArrowPath />} isBusy={isLooking} onClick={onLookAgain}>
        {t("findings.look_again")}
      </BusyButton>
      {onRepair && isFiltered && repairableCount > 0 && (
        <Button size="small" variant="secondary" onClick={() => onRepair({ kinds: repairable })}>
          {t("findings.repair_shown", { count: repairableCount })}
        </Button>
      )}
      {onRepair && !isFiltered && harmless > 0 && (
        <Button size="small" variant="secondary" onClick={() => onRepair({})}>
          {t("findings.repair_harmless")}
        </Button>
      )}
    </>
  )
}
