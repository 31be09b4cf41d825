import { Button } from "@medusajs/ui"
import { useState } from "react"
import { InviteStatus } from "../../domain/invite-status"
import type { Invite, InvitesPage } from "../api/types"
import { useQuickMutation } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { useCan } from "../api/use-permissions"
import { type RowAction, RowActions } from "../components/row-actions"
import { SelectionBar } from "../components/selection-bar"
import { pollWhileOnItsWay } from "../emails/poll-while-on-its-way"
import { useTranslation } from "../i18n/use-translation"
import { SelectMatchingButton } from "../table/select-matching-button"
import { ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { useSelection } from "../table/use-selection"
import { useTableState } from "../table/use-table-state"
import { copyInviteLink, hasLink } from "./copy-invite-link"
import { InviteActionDrawer } from "./invite-action-drawer"
import { INVITE_ACTIONS, type InviteAction } from "./invite-actions"
import { INVITES_LIST } from "./invites-list"
import { useInviteColumns } from "./use-invite-columns"

const FILTERS = ["status"] as const

/** The open invites, what became of their emails, and what can be done about it. */
export function InvitesTable() {
  const { t } = useTranslation()
  const state = useTableState(FILTERS)
  const query = useBackendQuery<InvitesPage>(INVITES_LIST.path, state.query, {
    refetchInterval: (page) =>
      pollWhileOnItsWay(page?.invites.map(({ delivery }) => delivery) ?? []),
  })
  const columns = useInviteColumns()
  const { selection, chosen, choice, choose, drop, clear } = useSelection(
    query.data?.invites,
    INVITES_LIST.idOf
  )
  const [asking, setAsking] = useState<{ action: InviteAction; invites: Invite[] }>()
  const can = useCan()
  const actions = INVITE_ACTIONS.filter(({ needs }) => can(needs))
  const actionsOf = useInviteRowActions(
    actions,
    (action, invite) => setAsking({ action, invites: [invite] }),
    (invite) => drop([invite])
  )
  return (
    <>
      <ServerTable
        label={t("invites.title")}
        state={state}
        columns={columns}
        filters={[
          {
            name: "status",
            label: t("invites.columns.status"),
            options: Object.values(InviteStatus).map((value) => ({
              value,
              label: t(`invites.status.${value}`),
            })),
          },
        ]}
        {...tableData(query, (page) => page.invites)}
        idOf={INVITES_LIST.idOf}
        nameOf={({ email }) => email}
        searchLabel={t("invites.search")}
        selection={selection}
        actionsOf={(invite) => (
          <RowActions
            label={t("invites.actions_of", { email: invite.email })}
            actions={actionsOf(invite)}
          />
        )}
        empty={{ title: t("invites.empty.title"), description: t("invites.empty.description") }}
      />
      <SelectionBar
        label={t("invites.bulk")}
        count={chosen.length}
        summary={t("invites.selected", { count: chosen.length })}
        onClear={clear}
      >
        <SelectMatchingButton
          list={INVITES_LIST}
          query={state.query}
          count={query.data?.count ?? 0}
          choice={choice}
          onSelect={choose}
        />
        {actions
          .map((action) => ({ action, invites: chosen.filter(action.appliesTo) }))
          .filter(({ invites }) => invites.length > 0)
          .map(({ action, invites }) => (
            <Button
              key={action.name}
              size="small"
              variant={action.isDestructive ? "danger" : "secondary"}
              onClick={() => setAsking({ action, invites })}
            >
              {t(`invites.actions.${action.name}.label`)} ({invites.length})
            </Button>
          ))}
      </SelectionBar>
      {asking && (
        <InviteActionDrawer
          {...asking}
          onClose={() => setAsking(undefined)}
          onSettled={({ done }) => drop(done)}
        />
      )}
    </>
  )
}

/** What can be done with one invite: at once, unless a link stops working. */
function useInviteRowActions(
  actions: InviteAction[],
  ask: (action: InviteAction, invite: Invite) => void,
  onDone: (invite: Invite) => void
) {
  const { t } = useTranslation()
  const { mutate: run } = useQuickMutation(
    async ({ action, invite }: { action: InviteAction; invite: Invite }) => {
      await action.run(invite)
      onDone(invite)
    },
    ({ action, invite }) =>
      t(`invites.actions.${action.name}.done`, { count: 1, email: invite.email })
  )
  const { mutate: copy } = useQuickMutation(
    (invite: Invite) => copyInviteLink(invite, t("invites.link_not_copied")),
    ({ email }) => t("invites.link_copied", { email })
  )

  return (invite: Invite): RowAction[] => [
    ...(hasLink(invite) ? [{ label: t("invites.copy_link"), onSelect: () => copy(invite) }] : []),
    ...actions
      .filter(({ appliesTo }) => appliesTo(invite))
      .map((action) => ({
        label: t(`invites.actions.${action.name}.label`),
        isDestructive: action.isDestructive,
        onSelect: () => (action.asksFirst ? ask(action, invite) : run({ action, invite })),
      })),
  ]
}
