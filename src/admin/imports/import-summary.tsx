import { Text } from "@medusajs/ui"
import { ImportStatus as Status } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { useSettings } from "../api/use-settings"
import { Instant } from "../components/instant"
import { UnsentNotice } from "../emails/unsent-notice"
import { whyUnsent } from "../emails/why-unsent"
import { useTranslation } from "../i18n/use-translation"
import { ImportStatus } from "./import-status"

/** Whose import it is, and what is to be known of it: before it begins, that nothing has happened. */
export function ImportSummary({ row }: { row: PeopleImport }) {
  const { t } = useTranslation()
  const settings = useSettings()
  // It begins with the email of the same name.
  const unsent = whyUnsent(settings.data, row.default_method)
  const words = `imports.default_method.${row.default_method}` as const
  const nameOf = (name: string | null, type: string | null) =>
    name ?? t(`imports.actors.${type ?? "system"}`)
  return (
    <div className="flex flex-col gap-y-2 px-6 py-4">
      <div className="txt-compact-small text-ui-fg-subtle flex flex-wrap items-center gap-x-3 gap-y-1">
        <span role="status">
          <ImportStatus status={row.status} />
        </span>
        <span className="min-w-0 break-words">
          {t("imports.uploaded", { name: nameOf(row.created_by_name, row.created_by_type) })}{" "}
          <Instant at={row.created_at} />
        </span>
        {row.confirmed_at && (
          <span className="min-w-0 break-words">
            {t("imports.confirmed", { name: nameOf(row.confirmed_by_name, row.confirmed_by_type) })}{" "}
            <Instant at={row.confirmed_at} />
          </span>
        )}
        {row.ended_at && (
          <span>
            {t("imports.ended")} <Instant at={row.ended_at} />
          </span>
        )}
      </div>
      <Text size="small" className="text-ui-fg-subtle">
        {t(row.status === Status.VALIDATED ? "imports.nothing_yet" : explanationOf(row))}
      </Text>
      <Text size="small" className="text-ui-fg-subtle">
        {t(unsent ? `${words}.without_email.chosen` : `${words}.chosen`)}
        {row.allow_returning && ` ${t("imports.allow_returning.chosen")}`}
      </Text>
      {/* Of one that is over, it would be said for as long as it is kept. */}
      {!row.ended_at && <UnsentNotice why={unsent} instead={`${words}.without_email.instead`} />}
    </div>
  )
}

function explanationOf({ status, confirmed_at }: PeopleImport) {
  if (status === Status.RUNNING) {
    return "imports.running"
  }
  if (status === Status.DONE) {
    return "imports.done"
  }
  return confirmed_at ? "imports.stopped" : "imports.discarded"
}
