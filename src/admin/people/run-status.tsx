import { Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { ProgressBar } from "../components/progress-bar"
import { formatCount } from "../lib/format"
import type { RunProgress, StoppedRun } from "./use-run-for-each"

type Props = { progress: RunProgress | undefined; stopped: StoppedRun | undefined }

/** How far it is with what is done with many; and where it was stopped, what was done until then, and what was not. */
export function RunStatus({ progress, stopped }: Props) {
  const { t, i18n } = useTranslation()
  if (progress) {
    const { done, total, isStopping } = progress
    return (
      <ProgressBar
        value={done}
        max={total}
        words={t("people.progress", {
          done: formatCount(done, i18n.language),
          total: formatCount(total, i18n.language),
        })}
        note={isStopping ? t("states.stopping") : undefined}
      />
    )
  }
  if (!stopped) {
    return null
  }
  return (
    <div role="status" className="flex flex-col gap-y-1">
      <Text size="small" weight="plus">
        {t("people.stopped.title")}
      </Text>
      <Text size="small" className="text-ui-fg-subtle">
        {t("people.stopped.done", { count: stopped.done })}
      </Text>
      <Text size="small" className="text-ui-fg-subtle">
        {t("people.stopped.untried", { count: stopped.untried })}
      </Text>
    </div>
  )
}
