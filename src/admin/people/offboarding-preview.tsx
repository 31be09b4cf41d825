import { Text } from "@medusajs/ui"
import { useQuery, type UseQueryResult } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import type { OffboardingReport } from "../api/types"
import { Failures } from "../components/failures"
import { QueryState } from "../components/query-state"
import { NAMESPACE } from "../i18n/namespace"
import { isRefusal, isSignedOut, post } from "../lib/request"
import type { Subject } from "./person-actions"
import { type Outcome, runForEach } from "./run-for-each"

export type OffboardingPreviewData = {
  reports: OffboardingReport[]
  /** Whose offboarding would be refused, such as one's own. */
  refused: Outcome<Subject>[]
}

/**
 * A dry run of an offboarding, for each. Not one of the things that a change has read again: it is about what is to be done yet.
 *
 * @param revokeApiKeys without it, as the backend's options have it
 */
export function useOffboardingPreview(
  subjects: Subject[],
  { enabled, revokeApiKeys }: { enabled: boolean; revokeApiKeys?: boolean }
): UseQueryResult<OffboardingPreviewData> {
  return useQuery<OffboardingPreviewData>({
    queryKey: [
      "user-lifecycle:offboarding-preview",
      subjects.map(({ user_id }) => user_id),
      revokeApiKeys,
    ],
    queryFn: () => previewAll(subjects, revokeApiKeys),
    enabled,
    staleTime: 0,
    gcTime: 0,
    throwOnError: isSignedOut,
  })
}

/** What an offboarding would take away. */
export function OffboardingPreview({ query }: { query: UseQueryResult<OffboardingPreviewData> }) {
  const { t } = useTranslation(NAMESPACE)
  return (
    <section
      aria-label={t("people.preview.title")}
      aria-live="polite"
      className="bg-ui-bg-subtle rounded-lg border"
    >
      <QueryState query={query}>
        {({ reports, refused }) => (
          <div className="flex flex-col gap-y-2 px-4 py-3">
            <Text size="small" leading="compact" weight="plus">
              {t("people.preview.title")}
            </Text>
            <ul className="txt-compact-small text-ui-fg-subtle list-disc pl-4">
              {COUNTS.flatMap((name) => {
                const count = sum(reports, name)
                return count ? [<li key={name}>{t(`people.preview.${name}`, { count })}</li>] : []
              })}
              {reports.length > 0 && <li>{t("people.preview.tokens")}</li>}
            </ul>
            {reports.flatMap(({ api_keys }) => api_keys).length > 0 && (
              <Text size="small" className="text-ui-fg-subtle">
                {t("people.preview.key_names", {
                  names: reports
                    .flatMap(({ api_keys }) => api_keys.map(({ title }) => title))
                    .join(", "),
                })}
              </Text>
            )}
            <Failures
              title={t("people.preview.refused", { count: refused.length })}
              failures={refused}
            />
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

const COUNTS = [
  "identities_removed",
  "identities_unlinked",
  "api_keys_revoked",
  "invites_cancelled",
] as const

function sum(reports: OffboardingReport[], key: keyof OffboardingReport): number {
  return reports.reduce((total, report) => {
    const value = report[key]
    return total + (Array.isArray(value) ? value.length : typeof value === "number" ? value : 0)
  }, 0)
}

/** One after the other: many people at once would be many transactions at once. */
async function previewAll(
  subjects: Subject[],
  revoke_api_keys: boolean | undefined
): Promise<OffboardingPreviewData> {
  const reports: OffboardingReport[] = []
  const failures: unknown[] = []
  const outcomes = await runForEach(
    subjects,
    async ({ user_id }) => {
      const body = { dry_run: true, revoke_api_keys }
      try {
        reports.push(await post<OffboardingReport>(`/admin/users/${user_id}/offboard`, body))
      } catch (error) {
        if (!isRefusal(error)) {
          failures.push(error)
        }
        throw error
      }
    },
    () => undefined
  )
  if (failures.length) {
    // What it would take away is not known then, and not nothing.
    throw failures[0]
  }
  return { reports, refused: outcomes.filter(({ error }) => error !== undefined) }
}
