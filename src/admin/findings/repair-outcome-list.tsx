import { CheckCircleSolid, ExclamationCircleSolid, InformationCircleSolid } from "@medusajs/icons"
import { Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "../i18n/use-translation"
import { useExplain } from "../i18n/use-explain"
import { MessageList } from "./message-list"
import type { RepairOutcome } from "./repair-in-chunks"
import { useSentence } from "./use-sentence"

/** In this order; a repair that is no dry run has no other but `failed`. */
const SETTLED = ["repaired", "gone", "not_repairable"] as const

const ICONS: Record<(typeof SETTLED)[number] | "failed", ReactNode> = {
  repaired: <CheckCircleSolid className="text-ui-tag-green-icon" />,
  gone: <InformationCircleSolid className="text-ui-fg-muted" />,
  not_repairable: <InformationCircleSolid className="text-ui-tag-orange-icon" />,
  failed: <ExclamationCircleSolid className="text-ui-tag-red-icon" />,
}

/**
 * What became of findings that were to be repaired: how many of each, and of those that failed, why. It is there before anything has
 * come of them: a screen reader tells what changes in it.
 */
export function RepairOutcomeList({ outcome }: { outcome: RepairOutcome | undefined }) {
  const { t } = useTranslation()
  return (
    <>
      <div role="status" className={outcome ? "flex flex-col gap-y-4" : "sr-only"}>
        {outcome && (
          <>
            <Text size="small" leading="compact" weight="plus">
              {t("findings.outcome.title")}
            </Text>
            <Settled results={outcome.results} />
          </>
        )}
      </div>
      {outcome && <Unsettled outcome={outcome} />}
    </>
  )
}

function Settled({ results }: Pick<RepairOutcome, "results">) {
  const { t } = useTranslation()
  const say = useSentence()
  return (
    <>
      {SETTLED.map((status) => {
        const those = results.filter((each) => each.status === status)
        return those.length ? (
          <Line
            key={status}
            icon={ICONS[status]}
            text={t(`findings.outcome.${status}`, { count: those.length })}
            messages={status === "not_repairable" ? those.map(say) : []}
          />
        ) : null
      })}
    </>
  )
}

/** What is to be heard at once: no note on the screen says it. */
function Unsettled({ outcome: { results, unknown, untried, error } }: { outcome: RepairOutcome }) {
  const { t } = useTranslation()
  const explain = useExplain()
  const say = useSentence()
  const failed = results.filter(({ status }) => status === "failed")
  const reasons = error === undefined ? [] : [explain(error)]
  if (failed.length + unknown.length + untried.length === 0) {
    return null
  }
  return (
    <div role="alert" className="flex flex-col gap-y-4">
      {failed.length > 0 && (
        <Line
          icon={ICONS.failed}
          text={t("findings.outcome.failed", { count: failed.length })}
          messages={failed.map((result) => `${say(result)} ${explain(result)}`)}
        />
      )}
      {unknown.length > 0 && (
        <Line
          icon={ICONS.failed}
          text={t("states.unknown_for", { count: unknown.length })}
          messages={reasons}
        />
      )}
      {untried.length > 0 && (
        <Line
          icon={ICONS.failed}
          text={t("findings.outcome.untried", { count: untried.length })}
          messages={unknown.length ? [] : reasons}
        />
      )}
    </div>
  )
}

function Line({ icon, text, messages }: { icon: ReactNode; text: string; messages: string[] }) {
  return (
    <div className="flex gap-x-2">
      <span className="shrink-0" aria-hidden>
        {icon}
      </span>
      <div className="flex min-w-0 flex-col gap-y-1">
        <Text size="small">{text}</Text>
        {messages.length > 0 && <MessageList messages={messages} />}
      </div>
    </div>
  )
}
