import { Text } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { AccessStatus } from "../../domain/access"
import type { PeoplePage, Person } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useRbacFlag } from "../api/use-rbac-flag"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { type RowAction, RowActions } from "../components/row-actions"
import { nameOf } from "../lib/format"
import { LIFECYCLE } from "../lib/paths"
import { SelectMatchingButton } from "../table/select-matching-button"
import { type Column, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { useSelection } from "../table/use-selection"
import { useTableState } from "../table/use-table-state"
import { ActionDrawer } from "./action-drawer"
import { BulkBar } from "./bulk-bar"
import { LoginMethods } from "./login-methods"
import { MatchingInvites } from "./matching-invites"
import { isOffered, PERSON_ACTIONS, type PersonAction } from "./person-actions"
import { PersonDrawer } from "./person-drawer"
import { PersonStatus } from "./status-badge"
import { toPeopleQuery } from "./people-query"
import { useLookedPerson } from "./use-looked-person"
import { usePeopleFilters } from "./use-people-filters"
import { useViewer } from "./use-viewer"

export const PEOPLE_FILTERS = ["status", "login_method", "last_login", "role"] as const

const LIST = {
  path: `${LIFECYCLE}/people`,
  rowsOf: ({ people }: PeoplePage) => people,
  idOf: ({ user_id }: Person) => user_id,
}

/** Everybody who may act as an admin, or once could, and what can be done with them. */
export function PeopleTable() {
  const { t } = useTranslation()
  const state = useTableState(PEOPLE_FILTERS)
  const listQuery = toPeopleQuery(state.query, new Date())
  const query = useBackendQuery<PeoplePage>(LIST.path, listQuery)
  const count = query.data?.count ?? 0
  const looked = useLookedPerson()
  const columns = usePeopleColumns(looked.look)
  const filters = usePeopleFilters(state.filters.role ?? [])
  const viewer = useViewer()
  const { selection, chosen, choice, choose, drop, clear } = useSelection(
    query.data?.people,
    LIST.idOf
  )
  const [running, setRunning] = useState<{
    action: PersonAction
    subjects: Person[]
  }>()

  const actionsOf = (person: Person): RowAction[] => [
    { label: t("people.look"), onSelect: () => looked.look(person.user_id) },
    ...PERSON_ACTIONS.filter((action) => isOffered(action, person, viewer)).map((action) => ({
      label: t(`people.actions.${action.name}.label`),
      isDestructive: action.isDestructive,
      onSelect: () => setRunning({ action, subjects: [person] }),
    })),
  ]

  return (
    <>
      <ServerTable
        label={t("people.title")}
        state={state}
        columns={columns}
        filters={filters}
        {...tableData(query, (page) => page.people)}
        idOf={LIST.idOf}
        nameOf={({ email }) => email}
        searchLabel={t("people.search")}
        defaultOrder="email"
        selection={selection}
        actionsOf={(person) => (
          <RowActions
            label={t("people.actions_of", { name: person.email })}
            actions={actionsOf(person)}
          />
        )}
        empty={{ title: t("people.empty") }}
      />
      <MatchingInvites
        q={state.q}
        isFruitless={state.q !== "" && query.data?.count === 0 && !query.isPlaceholderData}
      />
      <BulkBar
        people={chosen}
        viewer={viewer}
        onAction={(action, subjects) => setRunning({ action, subjects })}
        onClear={clear}
      >
        <SelectMatchingButton
          list={LIST}
          query={listQuery}
          count={count}
          choice={choice}
          onSelect={choose}
        />
      </BulkBar>
      {running && (
        <ActionDrawer
          {...running}
          onClose={() => setRunning(undefined)}
          onSettled={({ done }) => drop(done)}
        />
      )}
      {looked.userId && <PersonDrawer userId={looked.userId} onClose={looked.close} />}
    </>
  )
}

function usePeopleColumns(onLook: (userId: string) => void): Column<Person>[] {
  const { t } = useTranslation()
  const { isOn: hasRoles } = useRbacFlag()
  return useMemo(
    () => [
      {
        name: "email",
        header: t("people.columns.person"),
        isSortable: true,
        cell: (person) => (
          <div className="flex flex-col py-2">
            <button
              type="button"
              className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus w-fit rounded-md text-left outline-none"
              onClick={() => onLook(person.user_id)}
            >
              <CellText>{person.email}</CellText>
            </button>
            {nameOf(person) && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                <CellText>{nameOf(person)}</CellText>
              </Text>
            )}
          </div>
        ),
      },
      {
        name: "status",
        header: t("people.columns.status"),
        cell: (person) => (
          <div className="flex flex-col py-2">
            <PersonStatus status={person.status} />
            <StatusNote person={person} />
          </div>
        ),
      },
      {
        name: "login_methods",
        header: t("people.columns.login_methods"),
        cell: ({ login_methods, awaits_password }) => (
          <LoginMethods providers={login_methods} awaitsPassword={awaits_password} />
        ),
      },
      ...(hasRoles
        ? [
            {
              name: "roles",
              header: t("people.columns.roles"),
              cell: ({ roles }: Person) => <CellText>{roles.join(", ") || "–"}</CellText>,
            },
          ]
        : []),
      {
        name: "last_login_at",
        header: t("people.columns.last_login"),
        isSortable: true,
        cell: ({ last_login_at }) => <Instant at={last_login_at} relative />,
      },
      {
        name: "api_keys",
        header: t("people.columns.api_keys"),
        cell: ({ api_keys }) => api_keys || "–",
      },
      {
        name: "created_at",
        header: t("people.columns.created"),
        isSortable: true,
        cell: (person) => (
          <div className="flex flex-col py-2">
            <Instant at={person.created_at} />
            {person.created_by_name && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                <CellText>{t("people.created_by", { name: person.created_by_name })}</CellText>
              </Text>
            )}
          </div>
        ),
      },
    ],
    [t, hasRoles, onLook]
  )
}

/** What is to happen to somebody's access by itself. */
function StatusNote({ person: { status, until, offboarding_at } }: { person: Person }) {
  const { t } = useTranslation()
  const notes = [
    ...(status === AccessStatus.SUSPENDED && until ? [["people.until", until] as const] : []),
    ...(offboarding_at ? [["people.offboarding_at", offboarding_at] as const] : []),
  ]
  return (
    <>
      {notes.map(([words, at]) => (
        <Text key={words} size="xsmall" leading="compact" className="text-ui-fg-subtle">
          {t(words)} <Instant at={at} />
        </Text>
      ))}
    </>
  )
}
