import { Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import type { ScheduledOffboarding } from "../api/types"
import { ScrollList } from "../components/scroll-list"
import { Written } from "../components/written"
import { formatInstant } from "../lib/format"
import type { Subject } from "./person-actions"

type Props = {
  subjects: Subject[]
  /** Of one person, what was decided together with the date, once it is known. */
  decided?: ScheduledOffboarding
}

/** Says whose offboarding has a date already, which another one replaces, and what goes with it. */
export function ScheduledNotice({ subjects, decided }: Props) {
  const { t, i18n } = useTranslation()
  const scheduled = subjects.flatMap(({ user_id, email, offboarding_at }) =>
    offboarding_at ? [{ user_id, email, at: formatInstant(offboarding_at, i18n.language) }] : []
  )
  if (!scheduled.length) {
    return null
  }
  if (subjects.length === 1) {
    return (
      <div className="flex flex-col gap-y-1">
        <Text size="small">{t("people.scheduled.one", { at: scheduled[0].at })}</Text>
        {decided && <Decided {...decided} />}
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-y-1">
      <Text size="small">{t("people.scheduled.some", { count: scheduled.length })}</Text>
      <ScrollList label={t("people.scheduled.list")}>
        {scheduled.map(({ user_id, email, at }) => (
          <li key={user_id}>
            <Written>{email}</Written>: {at}
          </li>
        ))}
      </ScrollList>
    </div>
  )
}

/** What another date would drop without a word, and what keeps it. */
function Decided({
  reason,
  revoke_api_keys,
}: Pick<ScheduledOffboarding, "reason" | "revoke_api_keys">) {
  const { t } = useTranslation()
  const parts = [
    ...(reason ? [t("people.scheduled.reason", { reason })] : []),
    ...(revoke_api_keys === null
      ? []
      : [t(`people.scheduled.api_keys.${revoke_api_keys ? "revoked" : "kept"}`)]),
  ]
  return (
    <>
      {parts.length > 0 && (
        <ul className="txt-compact-small text-ui-fg-subtle list-disc break-words pl-4">
          {parts.map((part) => (
            <li key={part}>{part}</li>
          ))}
        </ul>
      )}
      <Text size="small" className="text-ui-fg-subtle">
        {t("people.scheduled.instead", { action: t("people.actions.change_offboarding.label") })}
      </Text>
    </>
  )
}
