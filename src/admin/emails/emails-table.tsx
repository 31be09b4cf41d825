import { StatusBadge, Text } from "@medusajs/ui"
import { useMemo } from "react"
import { DeliveryStatus } from "../../domain/delivery"
import type { Email, EmailsPage } from "../api/types"
import { useQuickMutation } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { RowActions } from "../components/row-actions"
import { NAMESPACE } from "../i18n/namespace"
import { useTranslation } from "../i18n/use-translation"
import { LIFECYCLE } from "../lib/paths"
import { post } from "../lib/request"
import { type Column, ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { useTableState } from "../table/use-table-state"
import { toSingleStatus } from "../table/single-value"
import { useTemplateName } from "./use-template-name"

const FILTERS = ["status"] as const

const COLORS = {
  [DeliveryStatus.PENDING]: "orange",
  [DeliveryStatus.SENT]: "green",
  [DeliveryStatus.FAILED]: "red",
  [DeliveryStatus.CANCELLED]: "grey",
} as const

/** The emails that were put on their way, what became of them, and another try. */
export function EmailsTable() {
  const { t } = useTranslation(NAMESPACE)
  const state = useTableState(FILTERS)
  const query = useBackendQuery<EmailsPage>(`${LIFECYCLE}/emails`, toSingleStatus(state.query))
  const columns = useEmailColumns()
  const nameOfTemplate = useTemplateName()
  const { mutate: tryAgain } = useQuickMutation(
    ({ id }: Email) => post(`${LIFECYCLE}/emails/${id}/retry`),
    ({ recipient }) => t("emails.retried", { recipient })
  )

  return (
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
      idOf={({ id }) => id}
      nameOf={({ recipient, template }) => `${recipient}, ${nameOfTemplate(template)}`}
      searchLabel={t("emails.search")}
      actionsOf={(email) => (
        <RowActions
          label={t("emails.actions_of", { recipient: email.recipient })}
          actions={
            isRetriable(email)
              ? [{ label: t("emails.retry"), onSelect: () => tryAgain(email) }]
              : []
          }
        />
      )}
      empty={{ title: t("emails.empty") }}
    />
  )
}

const isRetriable = ({ status }: Email) =>
  status === DeliveryStatus.FAILED || status === DeliveryStatus.PENDING

function useEmailColumns(): Column<Email>[] {
  const { t } = useTranslation(NAMESPACE)
  const nameOfTemplate = useTemplateName()
  return useMemo(
    () => [
      {
        name: "recipient",
        header: t("emails.columns.recipient"),
        cell: ({ recipient }) => <CellText>{recipient}</CellText>,
      },
      {
        name: "template",
        header: t("emails.columns.template"),
        cell: ({ template }) => nameOfTemplate(template),
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
                {email.last_error}
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
