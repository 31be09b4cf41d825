import { Text } from "@medusajs/ui"
import { useQuery } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import type { OffboardingReport } from "../api/types"
import { QUERY_KEY } from "../api/use-backend-query"
import { QueryState } from "../components/query-state"
import { NAMESPACE } from "../i18n/namespace"
import { isSignedOut, post } from "../lib/request"
import type { Subject } from "./person-actions"

type Props = {
  subjects: Subject[]
  /** Without it, as the backend's options have it. */
  revokeApiKeys?: boolean
}

/** What an offboarding would take away: a dry run of it, for each. */
export function OffboardingPreview({ subjects, revokeApiKeys }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const ids = subjects.map(({ user_id }) => user_id)
  const query = useQuery<OffboardingReport[]>({
    queryKey: [QUERY_KEY, "offboarding-preview", ids, revokeApiKeys],
    queryFn: () => previewAll(ids, revokeApiKeys),
    staleTime: 0,
    throwOnError: isSignedOut,
  })
  return (
    <section
      aria-label={t("people.preview.title")}
      aria-live="polite"
      className="bg-ui-bg-subtle rounded-lg border"
    >
      <QueryState query={query}>
        {(reports) => (
          <div className="flex flex-col gap-y-2 px-4 py-3">
            <Text size="small" leading="compact" weight="plus">
              {t("people.preview.title")}
            </Text>
            <ul className="txt-compact-small text-ui-fg-subtle list-disc pl-4">
              {COUNTS.flatMap((name) => {
                const count = sum(reports, name)
                return count ? [<li key={name}>{t(`people.preview.${name}`, { count })}</li>] : []
              })}
              <li>{t("people.preview.tokens")}</li>
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
async function previewAll(ids: string[], revoke_api_keys?: boolean): Promise<OffboardingReport[]> {
  const reports: OffboardingReport[] = []
  for (const id of ids) {
    reports.push(
      await post<OffboardingReport>(`/admin/users/${id}/offboard`, {
        dry_run: true,
        revoke_api_keys,
      })
    )
  }
  return reports
}
