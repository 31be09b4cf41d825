import { Text } from "@medusajs/ui"
import { type ReactNode, useMemo } from "react"
import type { AccessReviewItem } from "../api/types"
import { useRbacFlag } from "../api/use-rbac-flag"
import { CellText } from "../components/cell-text"
import { Instant } from "../components/instant"
import { useTranslation } from "../i18n/use-translation"
import { nameOf } from "../lib/format"
import { LoginMethods } from "../people/login-methods"
import { PersonStatus } from "../people/status-badge"
import type { Column } from "../table/server-table"

/**
 * What was known of a person when the review was opened, with instants as they are: how long ago they are now is not what they were
 * then. What was decided comes first behind who it is about.
 */
export function useItemColumns(
  decisionOf: (item: AccessReviewItem) => ReactNode
): Column<AccessReviewItem>[] {
  const { t } = useTranslation()
  const { isOn: hasRoles } = useRbacFlag()
  return useMemo(
    () => [
      {
        name: "email",
        isSortable: true,
        header: t("people.columns.person"),
        cell: ({ email, snapshot }) => (
          <div className="flex flex-col py-2">
            <span className="text-ui-fg-base">
              <CellText>{email}</CellText>
            </span>
            {nameOf(snapshot) && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                <CellText>{nameOf(snapshot)}</CellText>
              </Text>
            )}
          </div>
        ),
      },
      { name: "decision", header: t("access_reviews.columns.decision"), cell: decisionOf },
      {
        name: "status",
        header: t("people.columns.status"),
        cell: ({ snapshot: { status, until } }) => (
          <div className="flex flex-col py-2">
            <PersonStatus status={status} />
            {until && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                {t("people.until")} <Instant at={until} />
              </Text>
            )}
          </div>
        ),
      },
      {
        name: "login_methods",
        header: t("people.columns.login_methods"),
        cell: ({ snapshot: { login_methods, awaits_password } }) => (
          <LoginMethods providers={login_methods} awaitsPassword={awaits_password} />
        ),
      },
      ...(hasRoles
        ? [
            {
              name: "roles",
              header: t("people.columns.roles"),
              cell: ({ snapshot }: AccessReviewItem) => (
                <CellText>{snapshot.roles.join(", ") || "–"}</CellText>
              ),
            },
          ]
        : []),
      {
        name: "last_login_at",
        isSortable: true,
        header: t("people.columns.last_login"),
        cell: ({ snapshot }) => <Instant at={snapshot.last_login_at} />,
      },
      {
        name: "api_keys",
        isSortable: true,
        header: t("people.columns.api_keys"),
        cell: ({ snapshot }) => snapshot.api_keys || "–",
      },
      {
        name: "created_at",
        isSortable: true,
        header: t("people.columns.created"),
        cell: ({ snapshot: { created_at, created_by_name } }) => (
          <div className="flex flex-col py-2">
            <Instant at={created_at} />
            {created_by_name && (
              <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
                <CellText>{t("people.created_by", { name: created_by_name })}</CellText>
              </Text>
            )}
          </div>
        ),
      },
    ],
    [t, hasRoles, decisionOf]
  )
}
