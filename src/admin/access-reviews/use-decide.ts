import { toast } from "@medusajs/ui"
import type { AccessReviewItem } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useTranslation } from "../i18n/use-translation"
import { useHasLeft } from "../lib/use-has-left"
import { decide, type Decision } from "./decide"

/**
 * Decides the same about some lines of a review, and says with how many it was done; where somebody has left the page by then, also
 * with how many it was not.
 *
 * @param say about whom it was decided, of whom there is at least one
 */
export function useDecide(
  reviewId: string,
  items: AccessReviewItem[],
  decision: Decision,
  say: (done: AccessReviewItem[]) => string
) {
  const { t } = useTranslation()
  const hasLeft = useHasLeft()
  return useBackendMutation(
    async () => {
      const outcomes = await decide(reviewId, items, decision)
      const count = outcomes.filter(({ error }) => error !== undefined).length
      if (count && hasLeft()) {
        toast.error(t("people.failed", { count }))
      }
      return outcomes
    },
    (_, outcomes) => {
      const done = outcomes.flatMap(({ subject, error }) => (error === undefined ? [subject] : []))
      return done.length ? say(done) : undefined
    }
  )
}
