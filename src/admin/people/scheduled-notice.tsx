import { Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { ScrollList } from "../components/scroll-list"
import { Written } from "../components/written"
import { NAMESPACE } from "../i18n/namespace"
import { formatInstant } from "../lib/format"
import type { Subject } from "./person-actions"

/** Says whose offboarding has a date already, which another one replaces. */
export function ScheduledNotice({ subjects }: { subjects: Subject[] }) {
  const { t, i18n } = useTranslation(NAMESPACE)
  const scheduled = subjects.flatMap(({ user_id, email, offboarding_at }) =>
    offboarding_at ? [{ user_id, email, at: formatInstant(offboarding_at, i18n.language) }] : []
  )
  if (!scheduled.length) {
    return null
  }
  if (subjects.length === 1) {
    return <Text size="small">{t("people.scheduled.one", { at: scheduled[0].at })}</Text>
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
