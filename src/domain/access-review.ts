import { ErrorCodes } from "./error-codes"

/** What has become of an access review. */
export const AccessReviewStatus = {
  /** Its lines can be decided. */
  OPEN: "open",
  /** Nothing of it changes any more. */
  CLOSED: "closed",
} as const

export type AccessReviewStatus = (typeof AccessReviewStatus)[keyof typeof AccessReviewStatus]

/** What a reviewer decides about somebody's access. */
export const AccessReviewDecision = { KEEP: "keep", REMOVE: "remove" } as const

export type AccessReviewDecision = (typeof AccessReviewDecision)[keyof typeof AccessReviewDecision]

/** What filters call lines that nobody has decided about. */
export const UNDECIDED = "undecided"

/** The most people about whom one request can decide. */
export const MAX_DECISIONS_PER_REQUEST = 500

/** How many lines a review has, and what was decided about how many of them. */
export type AccessReviewCounts = { total: number; keep: number; remove: number; undecided: number }

/** What a decision comes down to. */
export type DecisionAction =
  /** The line is marked. */
  | "mark"
  /** The person is offboarded, and the line is marked. */
  | "remove"
  /** It has happened. */
  | "nothing"

export type ReviewRefusal = {
  code:
    | typeof ErrorCodes.ACCESS_REVIEW_CLOSED
    | typeof ErrorCodes.ACCESS_REVIEW_REMOVAL_STAYS
    | typeof ErrorCodes.ACCESS_REVIEW_UNDECIDED
  message: string
}

/**
 * What is to be done where a reviewer decides about a line. Reads nothing: the caller keeps review and line as they are.
 *
 * Until the review is closed, the last decision counts; except that nobody's removal can be decided otherwise, since it has
 * happened.
 *
 * @param input.is_living whether the person is a user now
 */
export function judgeDecision(input: {
  review: { id: string; status: AccessReviewStatus }
  line: { user_id: string; decision: AccessReviewDecision | null }
  decision: AccessReviewDecision
  is_living: boolean
}): DecisionAction | ReviewRefusal {
  const { review, line, decision, is_living } = input
  if (review.status === AccessReviewStatus.CLOSED) {
    return refuseClosed(review.id)
  }
  if (line.decision !== AccessReviewDecision.REMOVE) {
    return decision === AccessReviewDecision.REMOVE ? "remove" : "mark"
  }
  if (decision === AccessReviewDecision.REMOVE && !is_living) {
    return "nothing"
  }
  return {
    code: ErrorCodes.ACCESS_REVIEW_REMOVAL_STAYS,
    message: is_living
      ? `User ${line.user_id} was removed in this access review, and restored since, which it can't tell of. ` +
        "Offboard the user, or open another review."
      : `User ${line.user_id} was removed in this access review, which stays. To give the user access again, restore the user.`,
  }
}

/** Whether a review may be closed. The caller keeps the counts as they are. */
export function refuseClosing(
  { id, counts }: { id: string; counts: AccessReviewCounts },
  { allow_undecided }: { allow_undecided: boolean }
): ReviewRefusal | undefined {
  if (counts.undecided === 0 || allow_undecided) {
    return undefined
  }
  return {
    code: ErrorCodes.ACCESS_REVIEW_UNDECIDED,
    message:
      `Of access review ${id}, ${counts.undecided} of ${counts.total} lines are undecided. ` +
      "Decide them, or close it with allow_undecided: true.",
  }
}

/** @returns the refusal of whatever would change a review that is closed */
export function refuseClosed(id: string): ReviewRefusal {
  return {
    code: ErrorCodes.ACCESS_REVIEW_CLOSED,
    message: `Access review ${id} is closed, and what was decided in it stays. Open another one.`,
  }
}
