import { ExclamationCircle, LockClosedSolid } from "@medusajs/icons"
import { Button, Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { useExplain } from "../i18n/use-explain"
import { codeOf, statusOf } from "../lib/request"

type Props = {
  error: unknown
  /** It is not about something to see, but about something to do. */
  isAction?: boolean
  onRetry: () => void
}

/** Says why something is not there: the person lacks the permission, or it went wrong, and can be tried again. */
export function ErrorNotice({ error, isAction = false, onRetry }: Props) {
  const { t } = useTranslation()
  const explain = useExplain()
  // What has a code is not for want of a permission, and has words of its own.
  const isForbidden = statusOf(error) === 403 && codeOf(error) === undefined
  return (
    <div role="alert" className="flex flex-col items-center gap-y-2 px-6 py-10 text-center">
      <span className="text-ui-fg-muted">
        {isForbidden ? <LockClosedSolid /> : <ExclamationCircle />}
      </span>
      <Text size="small" leading="compact" weight="plus">
        {t(
          !isForbidden
            ? "states.error.title"
            : isAction
              ? "states.forbidden.action"
              : "states.forbidden.title"
        )}
      </Text>
      <Text size="small" className="text-ui-fg-subtle max-w-prose">
        {isForbidden ? t("states.forbidden.description") : explain(error)}
      </Text>
      {!isForbidden && (
        <Button size="small" variant="secondary" onClick={onRetry}>
          {t("states.error.retry")}
        </Button>
      )}
    </div>
  )
}
