import { Text } from "@medusajs/ui"
import { useQuery, type UseQueryResult } from "@tanstack/react-query"
import { useTranslation } from "../i18n/use-translation"
import type { OffboardingReport } from "../api/types"
import { Failures } from "../components/failures"
import { QueryState } from "../components/query-state"
import { NAMESPACE } from "../i18n/namespace"
import { formatInstant } from "../lib/format"
import { isRefusal, isSignedOut, post } from "../lib/request"
import { OffboardingPreviewPeople, PREVIEW_COUNTS, titlesOf } from "./offboarding-preview-people"
import type { Subject } from "./person-actions"
import { type Outcome, runForEach } from "./run-for-each"

export type OffboardingPreviewData = {
  reports: OffboardingReport[]
  /** Whose offboarding would be refused, such as one's own. */
  refused: Outcome<Subject>[]
}

type Options = {
  enabled: boolean
  /** Default: as the backend's options have it. */
  revokeApiKeys?: boolean
  /** Of somebody who is gone by now, keys are all that there is to take, and they are taken: an access review does so. */
  takesKeysOfTheGone?: boolean
}

/** A dry run of an offboarding, for each. Not one of the things that a change has read again: it is about what is to be done yet. */
export function useOffboardingPreview(
  subjects: Subject[],
  { enabled, ...keys }: Options
): UseQueryResult<OffboardingPreviewData> {
  return useQuery<OffboardingPreviewData>({
    queryKey: ["user-lifecycle:offboarding-preview", subjects.map(({ user_id }) => user_id), keys],
    queryFn: ({ signal }) => previewAll(subjects, keys, signal),
    enabled,
    staleTime: 0,
    gcTime: 0,
    throwOnError: isSignedOut,
  })
}

type Props = {
  query: UseQueryResult<OffboardingPreviewData>
  /** When it is to happen (ISO 8601); without it, now. */
  at?: string
}

/** What an offboarding would take away. */
export function OffboardingPreview({ query, at }: Props) {
  const { t, i18n } = useTranslation(NAMESPACE)
  const date = at && formatInstant(at, i18n.language)
  const title = date ? t("people.preview.title_at", { at: date }) : t("people.preview.title")
  return (
    <section aria-label={title} aria-live="polite" className="bg-ui-bg-subtle rounded-lg border">
      <QueryState query={query}>
        {({ reports, refused }) => (
          <div className="flex flex-col gap-y-2 px-4 py-3">
            <Text size="small" leading="compact" weight="plus">
              {title}
            </Text>
            <ul className="txt-compact-small text-ui-fg-subtle list-disc pl-4">
              {PREVIEW_COUNTS.flatMap((name) => {
                const count = sum(reports, name)
                return count ? [<li key={name}>{t(`people.preview.${name}`, { count })}</li>] : []
              })}
              {reports.length > 0 && (
                <li>{t(date ? "people.preview.tokens_at" : "people.preview.tokens")}</li>
              )}
            </ul>
            {date && (
              <Text size="small" className="text-ui-fg-subtle">
                {t("people.preview.until_then")}
              </Text>
            )}
            {reports.length > 1 ? (
              <OffboardingPreviewPeople reports={reports} />
            ) : (
              <KeyNames reports={reports} />
            )}
            <Failures
              title={t("people.preview.refused", { count: refused.length })}
              failures={refused}
            />
            {sum(reports, "scheduled_offboardings_left") > 0 && (
              <Text size="small" className="text-ui-fg-subtle">
                {t("people.preview.scheduled_offboardings_left", {
                  count: sum(reports, "scheduled_offboardings_left"),
                })}
              </Text>
            )}
            {sum(reports, "kept_api_keys") > 0 && (
              <Text size="small" className="text-ui-fg-error">
                {t("people.preview.kept_api_keys", { count: sum(reports, "kept_api_keys") })}
              </Text>
            )}
          </div>
        )}
      </QueryState>
    </section>
  )
}

function KeyNames({ reports }: { reports: OffboardingReport[] }) {
  const { t } = useTranslation(NAMESPACE)
  const keys = reports.flatMap(({ api_keys }) => api_keys)
  return keys.length ? (
    <Text size="small" className="text-ui-fg-subtle">
      {t("people.preview.key_names", { names: titlesOf(keys) })}
    </Text>
  ) : null
}

function sum(reports: OffboardingReport[], key: keyof OffboardingReport): number {
  return reports.reduce((total, report) => {
    const value = report[key]
    return total + (Array.isArray(value) ? value.length : typeof value === "number" ? value : 0)
  }, 0)
}

/** One after the other: many people at once would be many transactions at once. */
async function previewAll(
  subjects: Subject[],
  { revokeApiKeys, takesKeysOfTheGone }: Omit<Options, "enabled">,
  signal: AbortSignal
): Promise<OffboardingPreviewData> {
  const reports: OffboardingReport[] = []
  const failures: unknown[] = []
  const outcomes = await runForEach(
    subjects,
    async ({ user_id }) => {
      const preview = (revoke_api_keys: boolean | undefined) =>
        post<OffboardingReport>(
          `/admin/users/${user_id}/offboard`,
          { dry_run: true, revoke_api_keys },
          signal
        )
      try {
        const report = await preview(revokeApiKeys)
        // Only of somebody who is gone there is nothing to change.
        reports.push(report.changed || !takesKeysOfTheGone ? report : await preview(true))
      } catch (error) {
        if (!isRefusal(error)) {
          failures.push(error)
        }
        throw error
      }
    },
    () => undefined,
    () => signal.aborted
  )
  // Nobody wants to know any more: what there is of it is not the whole.
  signal.throwIfAborted()
  if (failures.length) {
    // What it would take away is not known then, and not nothing.
    throw failures[0]
  }
  return { reports, refused: outcomes.filter(({ error }) => error !== undefined) }
}
