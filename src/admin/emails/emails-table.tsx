import { Button, StatusBadge, Text } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { DeliveryStatus } from "../../domain/delivery"
import type { Email, EmailsPage } from "../api/types"
import { useQuickMutation } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { useCan } from "../api/use-permissions"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { RowActions } from "../components/row-actions"
import { SelectionBar } from "../components/selection-bar"
import { useOwnSentences } from "../i18n/use-own-sentences"
import { useTranslation } from "../i18n/use-translation"
import { LIFECYCLE } from "../lib/paths"
import { SelectMatchingButton } from "../table/select-matching-button"
import { type Column, ServerTable } from "../table/server-table"
import { toSingleStatus } from "../table/single-value"
import { tableData } from "../table/table-data"
import { useSelection } from "../table/use-selection"
import { useTableState } from "../table/use-table-state"
import { pollWhileOnItsWay } from "./poll-while-on-its-way"
import { isRetriable, retryEmail } from "./retry-email"
import { RetryEmailsDrawer } from "./retry-emails-drawer"
import { useTemplateName } from "./use-template-name"

const FILTERS = ["status"] as const

const COLORS = {
  [DeliveryStatus.PENDING]: "orange",
  [DeliveryStatus.SENT]: "green",
  [DeliveryStatus.FAILED]: "red",
  [DeliveryStatus.CANCELLED]: "grey",
} as const

const LIST = {
  path: `${LIFECYCLE}/emails`,
  rowsOf: ({ emails }: EmailsPage) => emails,
  idOf: ({ id }: Email) => id,
}

/** The emails that were put on their way, what became of them, and another try. */
export function EmailsTable() {
  const { t } = useTranslation()
  const state = useTableState(FILTERS)
  const asked = toSingleStatus(state.query)
  const query = useBackendQuery<EmailsPage>(LIST.path, asked, {
    refetchInterval: (page) => pollWhileOnItsWay(page?.emails ?? []),
  })
  const { selection, chosen, choice, choose, drop, clear } = useSelection(
    query.data?.emails,
    LIST.idOf
  )
  const [retrying, setRetrying] = useState<Email[]>()
  const mayRetry = useCan()("user:update", "invite:update")
  const retriable = mayRetry ? chosen.filter(isRetriable) : []
  const columns = useEmailColumns()
  const nameOfTemplate = useTemplateName()
  const { mutate: tryAgain } = useQuickMutation(
    async (email: Email) => {
      await retryEmail(email)
      drop([email])
    },
    ({ recipient }) => t("emails.retried", { recipient })
  )

  return (
    <>
      <ServerTable
        label={t("emails.title")}
        state={state}
        columns={columns}
        filters={[
          {
            name: "status",
            label: t("emails.columns.status"),
            isSingle: true,
            options: Object.values(DeliveryStatus).map((value) => ({
              value,
              label: t(`emails.status.${value}`),
            })),
          },
        ]}
        {...tableData(query, (page) => page.emails)}
        idOf={LIST.idOf}
        selection={selection}
        nameOf={({ recipient, template }) => `${recipient}, ${nameOfTemplate(template)}`}
        searchLabel={t("emails.search")}
        actionsOf={(email) => (
          <RowActions
            label={t("emails.actions_of", { recipient: email.recipient })}
            actions={
              mayRetry && isRetriable(email)
                ? [{ label: t("emails.retry"), onSelect: () => tryAgain(email) }]
                : []
            }
          />
        )}
        empty={{ title: t("emails.empty") }}
      />
      <SelectionBar
        label={t("emails.bulk")}
        count={chosen.length}
        summary={t("emails.selected", { count: chosen.length })}
        onClear={clear}
      >
        <SelectMatchingButton
          list={LIST}
          query={asked}
          count={query.data?.count ?? 0}
          choice={choice}
          onSelect={choose}
        />
        {retriable.length > 0 && (
          <Button size="small" variant="secondary" onClick={() => setRetrying(retriable)}>
            {t("emails.retry")} ({retriable.length})
          </Button>
        )}
      </SelectionBar>
      {retrying && (
        <RetryEmailsDrawer
          emails={retrying}
          onClose={() => setRetrying(undefined)}
          onSettled={({ done }) => drop(done)}
        />
      )}
    </>
  )
}

function useEmailColumns(): Column<Email>[] {
  const { t } = useTranslation()
  const sayOwn = useOwnSentences()
  const nameOfTemplate = useTemplateName()
  return useMemo(
    () => [
      {
        name: "recipient",
        header: t("emails.columns.recipient"),
        cell: ({ recipient }) => (
          <div className="py-2">
            <CellText>{recipient}</CellText>
          </div>
        ),
      },
      {
        name: "template",
        header: t("emails.columns.template"),
        cell: ({ template }) => <span className="block py-2">{nameOfTemplate(template)}</span>,
      },
      {
        name: "status",
        header: t("emails.columns.status"),
        cell: (email) => (
          <div className="flex max-w-md flex-col py-2">
            <StatusBadge color={COLORS[email.status]}>
              {t(`emails.status.${email.status}`)}
            </StatusBadge>
            {email.last_error && email.status !== DeliveryStatus.SENT && (
              <Text size="xsmall" className="text-ui-fg-subtle whitespace-normal break-words">
                {sayOwn(email.last_error)}
              </Text>
            )}
          </div>
        ),
      },
      { name: "attempts", header: t("emails.columns.attempts"), cell: ({ attempts }) => attempts },
      {
        name: "next_attempt_at",
        header: t("emails.columns.next_attempt"),
        cell: ({ next_attempt_at }) => <Instant at={next_attempt_at} relative />,
      },
      {
        name: "created_at",
        header: t("emails.columns.created"),
        cell: ({ sent_at, created_at }) => (
          <span className="whitespace-nowrap">
            <Instant at={sent_at ?? created_at} />
          </span>
        ),
      },
    ],
    // The names change with the language, and so does `t`.
    [t]
  )
}
