import { StatusBadge, Text } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { AccessStatus } from "../../domain/access"
import { ScheduledOffboardingStatus } from "../../domain/scheduled-offboarding"
import type { ScheduledOffboarding, ScheduledOffboardingsPage, Settings } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useSettings } from "../api/use-settings"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { PersonLink } from "../components/person-link"
import { RowActions } from "../components/row-actions"
import { useExplain } from "../i18n/use-explain"
import { useTranslation } from "../i18n/use-translation"
import { LIFECYCLE } from "../lib/paths"
import { ActionDrawer } from "../people/action-drawer"
import {
  isOffered,
  PERSON_ACTIONS,
  type PersonAction,
  type Subject,
} from "../people/person-actions"
import { useViewer } from "../people/use-viewer"
import { type Column, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { toSingleStatus } from "../table/single-value"
import { useTableState } from "../table/use-table-state"

const FILTERS = ["status"] as const

const COLORS = {
  [ScheduledOffboardingStatus.PENDING]: "orange",
  [ScheduledOffboardingStatus.DONE]: "green",
  [ScheduledOffboardingStatus.CANCELLED]: "grey",
} as const

/** What can be done with somebody whose offboarding waits. */
const ACTIONS = PERSON_ACTIONS.filter(
  ({ name }) =>
    name === "change_offboarding" || name === "cancel_offboarding" || name === "offboard"
)

/** In the place of a status: whatever it is. */
const ALL = "all"

/** Offboardings on a date: those that wait, unless another status is chosen, or all. */
export function ScheduledOffboardingsTable() {
  const { t } = useTranslation()
  const state = useTableState(FILTERS)
  const { status = ScheduledOffboardingStatus.PENDING, ...rest } = toSingleStatus(state.query)
  const query = useBackendQuery<ScheduledOffboardingsPage>(`${LIFECYCLE}/scheduled-offboardings`, {
    ...rest,
    ...(status !== ALL && { status }),
  })
  const columns = useColumns()
  const [running, setRunning] = useState<{ action: PersonAction; of: ScheduledOffboarding }>()
  const viewer = useViewer()

  return (
    <>
      <ServerTable
        label={t("scheduled_offboardings.title")}
        state={state}
        columns={columns}
        filters={[
          {
            name: "status",
            label: t("scheduled_offboardings.columns.status"),
            isSingle: true,
            fallback: ScheduledOffboardingStatus.PENDING,
            options: [...Object.values(ScheduledOffboardingStatus), ALL].map((value) => ({
              value,
              label: t(`scheduled_offboardings.status.${value}`),
            })),
          },
        ]}
        {...tableData(query, (page) => page.scheduled_offboardings)}
        idOf={({ id }) => id}
        nameOf={nameOf}
        actionsOf={(row) => (
          <RowActions
            label={t("scheduled_offboardings.actions_of", { name: nameOf(row) })}
            actions={
              row.status === ScheduledOffboardingStatus.PENDING
                ? ACTIONS.filter((action) => isOffered(action, toSubject(row), viewer)).map(
                    (action) => ({
                      label: t(`people.actions.${action.name}.label`),
                      isDestructive: action.isDestructive,
                      onSelect: () => setRunning({ action, of: row }),
                    })
                  )
                : []
            }
          />
        )}
        empty={{ title: t("scheduled_offboardings.empty") }}
      />
      {running && (
        <ActionDrawer
          action={running.action}
          subjects={[toSubject(running.of)]}
          onClose={() => setRunning(undefined)}
        />
      )}
    </>
  )
}

const nameOf = ({ email, user_id }: ScheduledOffboarding) => email ?? user_id

const toSubject = (row: ScheduledOffboarding): Subject => ({
  user_id: row.user_id,
  email: nameOf(row),
  // It waits, so the person is one still.
  status: AccessStatus.ACTIVE,
  offboarding_at: row.offboard_at,
  login_methods: [],
  awaits_password: false,
})

/** Whether API keys work on after it. What nobody has chosen is as the shop has it then, which of one that was is not known any more. */
function keepsKeys(
  { revoke_api_keys, status }: ScheduledOffboarding,
  settings: Settings | undefined
): boolean {
  const isPending = status === ScheduledOffboardingStatus.PENDING
  return (revoke_api_keys ?? (isPending ? settings?.revokes_api_keys : undefined)) === false
}

function useColumns(): Column<ScheduledOffboarding>[] {
  const { t } = useTranslation()
  const explain = useExplain()
  const { data: settings } = useSettings()
  return useMemo(
    () => [
      {
        name: "email",
        header: t("scheduled_offboardings.columns.person"),
        cell: ({ email, user_id }) => (
          <PersonLink userId={user_id}>
            <CellText>{email ?? user_id}</CellText>
          </PersonLink>
        ),
      },
      {
        name: "offboard_at",
        header: t("scheduled_offboardings.columns.at"),
        cell: (row) => (
          <div className="flex flex-col py-2">
            <Instant at={row.offboard_at} />
            {keepsKeys(row, settings) && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                {t("scheduled_offboardings.keeps_api_keys")}
              </Text>
            )}
          </div>
        ),
      },
      {
        name: "status",
        header: t("scheduled_offboardings.columns.status"),
        cell: ({ status, last_error, last_error_code }) => (
          <div className="flex max-w-md flex-col py-2">
            <StatusBadge color={COLORS[status]}>
              {t(`scheduled_offboardings.status.${status}`)}
            </StatusBadge>
            {last_error && (
              <Text size="xsmall" className="text-ui-fg-error whitespace-normal break-words">
                {explain({ message: last_error, code: last_error_code ?? undefined })}
              </Text>
            )}
          </div>
        ),
      },
      {
        name: "reason",
        header: t("scheduled_offboardings.columns.reason"),
        cell: ({ reason }) => <CellText>{reason ?? "–"}</CellText>,
      },
      {
        name: "created_at",
        header: t("scheduled_offboardings.columns.scheduled"),
        cell: ({ created_at }) => <Instant at={created_at} />,
      },
    ],
    [t, explain, settings]
  )
}
