import { clx, StatusBadge, Text } from "@medusajs/ui"
import type { InvitationResult } from "../api/types"
import { useExplain } from "../i18n/use-explain"
import { useTranslation } from "../i18n/use-translation"

type Status = InvitationResult["status"]

/** In the order in which they are to be looked at. */
const STATUSES: Status[] = ["refused", "exists", "created"]

const COLORS = { refused: "red", exists: "grey", created: "green" } as const

type Props = {
  /** `undefined`: there are none yet, and nothing is seen. */
  results: InvitationResult[] | undefined
  /** Whether it is about what would happen, or what has happened. */
  isDryRun: boolean
}

/**
 * What becomes, or became, of each who is to be invited, those first who are not. Where it is told while somebody types, it is there
 * before it is known: a screen reader tells what changes in it.
 */
export function InvitationList({ results, isDryRun }: Props) {
  const { t } = useTranslation()
  const words = isDryRun ? "invites.preview" : "invites.result"
  const byStatus = STATUSES.map((status) => ({
    status,
    some: results?.filter((result) => result.status === status) ?? [],
  })).filter(({ some }) => some.length > 0)
  // A note on the screen says how many are invited, and nothing says who is not.
  const isAlarming = !isDryRun && byStatus.some(({ status }) => status !== "created")

  return (
    <section
      aria-label={results && t(`${words}.title`)}
      className={
        results ? "bg-ui-bg-subtle flex flex-col overflow-hidden rounded-lg border" : "sr-only"
      }
    >
      <div
        role={isAlarming ? "alert" : "status"}
        className={clx("flex flex-col gap-y-0.5", results && "px-4 py-3")}
      >
        {results && (
          <Text size="small" leading="compact" weight="plus">
            {t(`${words}.title`)}
          </Text>
        )}
        {byStatus.map(({ status, some }) => (
          <Text key={status} size="small" className="text-ui-fg-subtle">
            {t(`${words}.${status}`, { count: some.length })}
          </Text>
        ))}
      </div>
      {results && (
        <ul
          // It scrolls, so it has to be reached with the keyboard.
          tabIndex={0}
          aria-label={t("invites.invite.each")}
          className="focus-visible:shadow-borders-focus max-h-72 divide-y overflow-y-auto border-t outline-none"
        >
          {byStatus.flatMap(({ status, some }) =>
            some.map((result) => (
              <li
                key={result.email}
                data-result={result.email}
                className="flex items-start justify-between gap-x-4 px-4 py-2"
              >
                <div className="min-w-0">
                  <Text size="small" leading="compact" className="break-words">
                    {result.email}
                  </Text>
                  {status === "refused" && <Refusal result={result} />}
                </div>
                <StatusBadge className="shrink-0" color={COLORS[status]}>
                  {t(`invites.badges.${isDryRun ? "preview" : "result"}.${status}`)}
                </StatusBadge>
              </li>
            ))
          )}
        </ul>
      )}
    </section>
  )
}

function Refusal({ result }: { result: InvitationResult }) {
  const explain = useExplain()
  return (
    <Text size="xsmall" className="text-ui-fg-subtle break-words">
      {explain(result)}
    </Text>
  )
}
