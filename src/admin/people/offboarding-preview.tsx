import { Text } from "@medusajs/ui"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import type { OffboardingReport } from "../api/types"
import { Failures } from "../components/failures"
import { QueryState } from "../components/query-state"
import { formatInstant } from "../lib/format"
import { isRefusal, isSignedOut, post } from "../lib/request"
import { OffboardingPreviewPeople, PREVIEW_COUNTS, titlesOf } from "./offboarding-preview-people"
import type { Subject } from "./person-actions"
import { type Outcome, runForEach } from "./run-for-each"
import { RunStatus } from "./run-status"
import type { RunProgress } from "./use-run-for-each"

type PreviewData = {
  reports: OffboardingReport[]
  /** Whose offboarding would be refused, such as one's own. */
  refused: Outcome<Subject>[]
}

type Preview = {
  data: PreviewData | undefined
  error: Error | null
  refetch: () => Promise<unknown>
  /** How many have been asked about, where they are several. */
  progress: RunProgress | undefined
}

type Options = {
  enabled: boolean
  /** `undefined`: as the backend's options have it. */
  revokesApiKeys?: boolean
  /** Of somebody who is gone by now, keys are all that there is to take, and they are taken: an access review does so. */
  takesKeysOfTheGone?: boolean
}

/** What of the options changes what the backend is asked. */
type Question = { knowsAboutKeys: boolean; takesKeysOfTheGone: boolean }

/**
 * A dry run of an offboarding, for each. Not one of the things that a change has read again: it is about what is to be done yet.
 *
 * Whether keys go changes nothing but the keys in it: they are asked for, and left out where they stay, so that nobody is asked about
 * again by whoever changes their mind.
 */
export function useOffboardingPreview(
  subjects: Subject[],
  { enabled, revokesApiKeys, takesKeysOfTheGone = false }: Options
): Preview {
  const [done, setDone] = useState(0)
  const question = { knowsAboutKeys: revokesApiKeys !== undefined, takesKeysOfTheGone }
  const { data, error, refetch, isLoading } = useQuery<PreviewData>({
    queryKey: [
      "user-lifecycle:offboarding-preview",
      subjects.map(({ user_id }) => user_id),
      question,
    ],
    queryFn: ({ signal }) => previewAll(subjects, question, setDone, signal),
    enabled,
    staleTime: 0,
    gcTime: 0,
    throwOnError: isSignedOut,
  })
  const total = subjects.length
  return {
    data: revokesApiKeys === false ? withoutKeys(data) : data,
    error,
    refetch,
    progress: isLoading && total > 1 ? { done, total, isStopping: false } : undefined,
  }
}

const withoutKeys = (data: PreviewData | undefined): PreviewData | undefined =>
  data && {
    ...data,
    reports: data.reports.map((report) => ({ ...report, api_keys: [], api_keys_revoked: 0 })),
  }

type Props = {
  preview: Preview
  /** When it is to happen (ISO 8601); without it, now. */
  at?: string
}

/** What an offboarding would take away. */
export function OffboardingPreview({ preview, at }: Props) {
  const { t, i18n } = useTranslation()
  const date = at && formatInstant(at, i18n.language)
  const title = date ? t("people.preview.title_at", { at: date }) : t("people.preview.title")
  return (
    <section aria-label={title} aria-live="polite" className="bg-ui-bg-subtle rounded-lg border">
      <QueryState
        query={preview}
        skeleton={preview.progress && <PreviewProgress progress={preview.progress} />}
      >
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

/** Why it has to be waited for, and how far it is. Only the former is said aloud: the latter changes with each person. */
function PreviewProgress({ progress }: { progress: RunProgress }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-y-2 px-4 py-3">
      <Text size="small" className="text-ui-fg-subtle">
        {t("people.preview.asking")}
      </Text>
      <div aria-live="off">
        <RunStatus progress={progress} stopped={undefined} />
      </div>
    </div>
  )
}

function KeyNames({ reports }: { reports: OffboardingReport[] }) {
  const { t } = useTranslation()
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
  question: Question,
  onProgress: (done: number) => void,
  signal: AbortSignal
): Promise<PreviewData> {
  const reports: OffboardingReport[] = []
  const failures: unknown[] = []
  let done = 0
  onProgress(done)
  const outcomes = await runForEach(
    subjects,
    async (subject) => {
      try {
        reports.push(await previewOne(subject, question, signal))
      } catch (error) {
        if (!isRefusal(error)) {
          failures.push(error)
        }
        throw error
      }
    },
    () => {
      done += 1
      // What was broken off does not tell how far the next one is.
      if (!signal.aborted) {
        onProgress(done)
      }
    },
    () => signal.aborted || failures.length > 0
  )
  // Nobody wants to know any more: what there is of it is not the whole.
  signal.throwIfAborted()
  if (failures.length) {
    // What it would take away is not known then, and not nothing; nor is it by asking about the others.
    throw failures[0]
  }
  return { reports, refused: outcomes.filter(({ error }) => error !== undefined) }
}

async function previewOne(
  { user_id }: Subject,
  { knowsAboutKeys, takesKeysOfTheGone }: Question,
  signal: AbortSignal
): Promise<OffboardingReport> {
  const preview = (revoke_api_keys: boolean | undefined) =>
    post<OffboardingReport>(
      `/admin/users/${user_id}/offboard`,
      { dry_run: true, revoke_api_keys },
      signal
    )
  // Those that stay are left out of what is shown: see `useOffboardingPreview`.
  const report = await preview(knowsAboutKeys ? true : undefined)
  // Only of somebody who is gone there is nothing to change.
  return report.changed || !takesKeysOfTheGone ? report : await preview(true)
}
