import { ExclamationCircle } from "@medusajs/icons"
import { Button, Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { useExplain } from "../i18n/use-explain"

/** Above what was read before: it could not be read again, and why. */
export function StaleNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const explain = useExplain()
  return (
    <div
      role="alert"
      className="bg-ui-bg-subtle flex flex-wrap items-center justify-between gap-2 px-6 py-2"
    >
      <div className="flex min-w-0 items-start gap-x-2">
        <span className="text-ui-fg-muted mt-0.5 shrink-0" aria-hidden>
          <ExclamationCircle />
        </span>
        <div className="min-w-0">
          <Text size="small" weight="plus">
            {t("states.stale")}
          </Text>
          <Text size="small" className="text-ui-fg-subtle break-words">
            {explain(error)}
          </Text>
        </div>
      </div>
      <Button size="small" variant="secondary" onClick={onRetry}>
        {t("states.error.retry")}
      </Button>
    </div>
  )
}
