import { Text } from "@medusajs/ui"
import type { AccessReview } from "../api/types"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"

type Props = {
  review: AccessReview
  /** Says how many are kept and removed, too. */
  isDetailed?: boolean
}

/** How far a review is: a bar of those who keep their access and those who were removed, and the numbers. */
export function ReviewProgress({ review: { title, counts }, isDetailed = false }: Props) {
  const { t, i18n } = useTranslation()
  const number = (count: number) => formatCount(count, i18n.language)
  const { total, keep, remove, undecided } = counts
  const decided = t("access_reviews.decided", {
    decided: number(total - undecided),
    total: number(total),
  })
  const share = (count: number) => ({ width: `${total ? (100 * count) / total : 0}%` })
  return (
    <div className="flex min-w-32 flex-col gap-y-1.5">
      <div
        role="progressbar"
        aria-label={t("access_reviews.progress_of", { title })}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total - undecided}
        aria-valuetext={decided}
        className="bg-ui-bg-component-pressed flex h-1.5 w-full overflow-hidden rounded-full"
      >
        <div className="bg-ui-tag-green-icon h-full" style={share(keep)} />
        <div className="bg-ui-tag-red-icon h-full" style={share(remove)} />
      </div>
      <Text size="xsmall" leading="compact" className="text-ui-fg-subtle">
        {decided}
        {isDetailed && (
          <>
            {" · "}
            {t("access_reviews.kept", { count: keep, number: number(keep) })}
            {" · "}
            {t("access_reviews.removed", { count: remove, number: number(remove) })}
          </>
        )}
      </Text>
    </div>
  )
}
