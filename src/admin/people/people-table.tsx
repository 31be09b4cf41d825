import { Text } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { useTranslation } from "react-i18next"
import { AccessStatus } from "../../domain/access"
import type { Overview, PeoplePage, Person } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { Instant } from "../components/instant"
import { type RowAction, RowActions } from "../components/row-actions"
import { NAMESPACE } from "../i18n/namespace"
import { nameOf } from "../lib/format"
import { LIFECYCLE } from "../lib/paths"
import { type Column, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { useSelection } from "../table/use-selection"
import { useTableState } from "../table/use-table-state"
import { ActionDrawer } from "./action-drawer"
import { BulkBar } from "./bulk-bar"
import { LoginMethods, useLoginMethodName } from "./login-methods"
import { PERSON_ACTIONS, type PersonAction } from "./person-actions"
import { PersonDrawer } from "./person-drawer"
import { PersonStatus } from "./status-badge"
import { toPeopleQuery } from "./people-query"
import { useRoles } from "./use-roles"

export const PEOPLE_FILTERS = ["status", "login_method", "last_login", "role"] as const

const idOf = ({ user_id }: Person) => user_id

/** Everybody who may act as an admin, or once could, and what can be done with them. */
export function PeopleTable() {
  const { t } = useTranslation(NAMESPACE)
  const state = useTableState(PEOPLE_FILTERS)
  const query = useBackendQuery<PeoplePage>(`${LIFECYCLE}/people`, toPeopleQuery(state.query))
  const [looked, setLooked] = useState<Person>()
  const columns = usePeopleColumns(setLooked)
  const filters = usePeopleFilters()
  const { selection, chosen, clear } = useSelection(query.data?.people, idOf)
  const [running, setRunning] = useState<{
    action: PersonAction
    subjects: Person[]
    onDone?: () => void
  }>()

  const actionsOf = (person: Person): RowAction[] => [
    { label: t("people.look"), onSelect: () => setLooked(person) },
    ...PERSON_ACTIONS.filter(({ appliesTo }) => appliesTo(person)).map((action) => ({
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
        idOf={idOf}
        nameOf={({ email }) => email}
        searchLabel={t("people.search")}
        selection={selection}
        actionsOf={(person) => (
          <RowActions
            label={t("people.actions_of", { name: person.email })}
            actions={actionsOf(person)}
          />
        )}
        empty={{ title: t("people.empty") }}
      />
      <BulkBar
        people={chosen}
        onAction={(action, subjects) => setRunning({ action, subjects, onDone: clear })}
        onClear={clear}
      />
      {running && <ActionDrawer {...running} onClose={() => setRunning(undefined)} />}
      {looked && <PersonDrawer userId={looked.user_id} onClose={() => setLooked(undefined)} />}
    </>
  )
}

function usePeopleColumns(onLook: (person: Person) => void): Column<Person>[] {
  const { t } = useTranslation(NAMESPACE)
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
              className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus w-fit rounded-md outline-none"
              onClick={() => onLook(person)}
            >
              {person.email}
            </button>
            {nameOf(person) && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                {nameOf(person)}
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
        cell: ({ login_methods }) => <LoginMethods providers={login_methods} />,
      },
      {
        name: "roles",
        header: t("people.columns.roles"),
        cell: ({ roles }) => roles.join(", ") || "–",
      },
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
                {t("people.created_by", { name: person.created_by_name })}
              </Text>
            )}
          </div>
        ),
      },
    ],
    [t, onLook]
  )
}

/** What is to happen to somebody's access by itself. */
function StatusNote({ person: { status, until, offboarding_at } }: { person: Person }) {
  const { t } = useTranslation(NAMESPACE)
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

function usePeopleFilters() {
  const { t } = useTranslation(NAMESPACE)
  const nameOfMethod = useLoginMethodName()
  const { data: overview } = useBackendQuery<Overview>(`${LIFECYCLE}/overview`)
  const roles = useRoles()
  return [
    {
      name: "status",
      label: t("people.columns.status"),
      options: Object.values(AccessStatus).map((value) => ({
        value,
        label: t(`people.status.${value}`),
      })),
    },
    {
      name: "login_method",
      label: t("people.columns.login_methods"),
      options: [
        ...(overview?.login_methods ?? []).map((value) => ({ value, label: nameOfMethod(value) })),
        { value: "none", label: t("people.login_methods.none") },
      ],
    },
    {
      name: "last_login",
      label: t("people.columns.last_login"),
      isSingle: true,
      options: (["never", "within_7", "within_30", "before_90"] as const).map((value) => ({
        value,
        label: t(`people.last_login.${value}`),
      })),
    },
    ...(roles.length
      ? [
          {
            name: "role",
            label: t("people.columns.roles"),
            options: roles.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
  ]
}
