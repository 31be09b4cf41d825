import { useTranslation } from "../i18n/use-translation"
import type { OffboardingReport } from "../api/types"

/** What the report counts, but for what stays. */
type Count = Exclude<
  keyof {
    [Key in keyof OffboardingReport as OffboardingReport[Key] extends number ? Key : never]: Key
  },
  "scheduled_offboardings_left"
>

/** What an offboarding takes away besides tokens, in the order in which it is said: all of it. */
const COUNTS: Record<Count, true> = {
  identities_removed: true,
  identities_unlinked: true,
  vouched_logins_removed: true,
  api_keys_revoked: true,
  invites_cancelled: true,
  reset_tokens_removed: true,
}

export const PREVIEW_COUNTS = Object.keys(COUNTS) as Count[]

/** Of what an offboarding of several takes away, whose it is. It can be scrolled by keyboard. */
export function OffboardingPreviewPeople({ reports }: { reports: OffboardingReport[] }) {
  const { t } = useTranslation()
  const partsOf = (report: OffboardingReport): string[] => [
    ...PREVIEW_COUNTS.flatMap((name) =>
      report[name] ? [t(`people.preview.${name}`, { count: report[name] })] : []
    ),
    ...(report.api_keys.length
      ? [t("people.preview.key_names", { names: titlesOf(report.api_keys) })]
      : []),
    ...(report.kept_api_keys.length
      ? [t("people.preview.kept_key_names", { names: titlesOf(report.kept_api_keys) })]
      : []),
  ]
  const people = reports
    .map((report) => ({ report, parts: partsOf(report) }))
    .filter(({ parts }) => parts.length > 0)
  if (!people.length) {
    return null
  }
  return (
    <ul
      aria-label={t("people.preview.by_person")}
      tabIndex={0}
      className="txt-compact-small text-ui-fg-subtle focus-visible:shadow-borders-focus flex max-h-48 flex-col gap-y-2 overflow-y-auto rounded-md outline-none"
    >
      {people.map(({ report: { user_id, email }, parts }) => (
        <li key={user_id} data-person={email} className="break-words">
          <span className="txt-compact-small-plus text-ui-fg-base">{email ?? user_id}</span>
          <ul className="list-disc pl-4">
            {parts.map((part) => (
              <li key={part}>{part}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

export const titlesOf = (keys: { title: string }[]) => keys.map(({ title }) => title).join(", ")
