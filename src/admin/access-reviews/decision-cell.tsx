import { Button, StatusBadge, Text } from "@medusajs/ui"
import { AccessReviewDecision } from "../../domain/access-review"
import type { AccessReviewItem } from "../api/types"
import { Instant } from "../components/instant"
import { useTranslation } from "../i18n/use-translation"
import { KEYS } from "./use-row-keys"

type Props = {
  item: AccessReviewItem
  /** `undefined` where it can't be decided so. */
  onKeep: (() => void) | undefined
  onRemove: (() => void) | undefined
}

const COLORS = {
  [AccessReviewDecision.KEEP]: "green",
  [AccessReviewDecision.REMOVE]: "red",
} as const

/** What was decided about somebody, by whom and why; and, as long as it can be decided, the buttons to do so. */
export function DecisionCell({ item, onKeep, onRemove }: Props) {
  const { t } = useTranslation()
  const { email, decision } = item
  return (
    <div className="flex flex-col gap-y-1 py-2">
      <div className="flex items-center gap-x-2">
        {decision ? (
          <StatusBadge color={COLORS[decision]}>
            {t(`access_reviews.decision.${decision}`)}
          </StatusBadge>
        ) : onKeep ? (
          <Button
            size="small"
            variant="secondary"
            aria-keyshortcuts={KEYS.keep}
            aria-label={t("access_reviews.keep.of", { email })}
            onClick={onKeep}
          >
            {t("access_reviews.keep.label")}
          </Button>
        ) : (
          <StatusBadge>{t("access_reviews.decision.undecided")}</StatusBadge>
        )}
        {onRemove && (
          <Button
            size="small"
            variant="transparent"
            aria-keyshortcuts={KEYS.remove}
            aria-label={t("access_reviews.remove.of", { email })}
            onClick={onRemove}
          >
            {t("access_reviews.remove.label")}
          </Button>
        )}
      </div>
      <DecidedBy item={item} />
    </div>
  )
}

function DecidedBy({ item: { decided_by_name, decided_at, note } }: { item: AccessReviewItem }) {
  const { t } = useTranslation()
  if (!decided_at) {
    return null
  }
  return (
    <Text
      size="xsmall"
      leading="compact"
      className="text-ui-fg-subtle max-w-64 whitespace-normal break-words"
    >
      <Instant at={decided_at} relative />{" "}
      {decided_by_name && t("people.created_by", { name: decided_by_name })}
      {note && ` · ${t("activity.quote", { text: note })}`}
    </Text>
  )
}
