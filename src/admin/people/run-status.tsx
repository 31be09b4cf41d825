import { Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { ProgressBar } from "../components/progress-bar"
import { formatCount } from "../lib/format"
import type { RunProgress, StoppedRun } from "./use-run-for-each"

type Props = { progress: RunProgress | undefined; stopped: StoppedRun | undefined }

/** How far it is with what is done with many; and where it was stopped, what was done until then, and what was not. */
export function RunStatus({ progress, stopped }: Props) {
  const { t, i18n } = useTranslation()
  return (
    <>
      {progress && (
        <ProgressBar
          value={progress.done}
          max={progress.total}
          words={t("people.progress", {
            done: formatCount(progress.done, i18n.language),
            total: formatCount(progress.total, i18n.language),
          })}
          note={progress.isStopping ? t("states.stopping") : undefined}
        />
      )}
      {/* There before it says anything: a screen reader tells what changes in it. */}
      <div role="status" className={stopped ? "flex flex-col gap-y-1" : "sr-only"}>
        {stopped && (
          <>
            <Text size="small" weight="plus">
              {t("people.stopped.title")}
            </Text>
            <Text size="small" className="text-ui-fg-subtle">
              {t("people.stopped.done", { count: stopped.done })}
            </Text>
            <Text size="small" className="text-ui-fg-subtle">
              {t("people.stopped.untried", { count: stopped.untried })}
            </Text>
          </>
        )}
      </div>
    </>
  )
}
