import { type AccessReviewDecision, MAX_DECISIONS_PER_REQUEST } from "../../domain/access-review"
import { ErrorCodes } from "../../domain/error-codes"
import type { AccessReviewItem, DecisionResult } from "../api/types"
import { LIFECYCLE } from "../lib/paths"
import { isSignedOut, post } from "../lib/request"
import type { Refusal } from "../i18n/use-explain"
import type { Outcome } from "../people/run-for-each"

export const REVIEWS = `${LIFECYCLE}/access-reviews`

/** The route of one review, or of what there is below it. */
export const reviewRoute = (id: string, below = "") =>
  `${REVIEWS}/${encodeURIComponent(id)}${below}`

export type Decision = { decision: AccessReviewDecision; note?: string }

/**
 * Decides the same about some lines of a review, and says what became of each: a line that can't be marked is no error of the
 * request.
 *
 * @throws where the first request fails; what a later one leaves undone is said of its lines, since others were decided
 */
export async function decide(
  reviewId: string,
  items: AccessReviewItem[],
  decision: Decision
): Promise<Outcome<AccessReviewItem>[]> {
  const outcomes: Outcome<AccessReviewItem>[] = []
  for (let start = 0; start < items.length; start += MAX_DECISIONS_PER_REQUEST) {
    const some = items.slice(start, start + MAX_DECISIONS_PER_REQUEST)
    try {
      outcomes.push(...(await decideAtOnce(reviewId, some, decision)))
    } catch (error) {
      if (start === 0 || isSignedOut(error)) {
        throw error
      }
      outcomes.push(...some.map((subject) => ({ subject, error })))
    }
  }
  return outcomes
}

async function decideAtOnce(
  reviewId: string,
  items: AccessReviewItem[],
  { decision, note }: Decision
): Promise<Outcome<AccessReviewItem>[]> {
  const { results } = await post<{ results: DecisionResult[] }>(reviewRoute(reviewId, "/items"), {
    items: items.map(({ id }) => ({ id, decision, note: note?.trim() || undefined })),
  })
  const byId = new Map(results.map((result) => [result.id, result]))
  return items.map((subject) => ({ subject, error: errorOf(byId.get(subject.id)) }))
}

const errorOf = (result: DecisionResult | undefined): Refusal | undefined =>
  result?.status === "decided"
    ? undefined
    : (result ?? { code: ErrorCodes.ACCESS_REVIEW_ITEM_NOT_FOUND })
