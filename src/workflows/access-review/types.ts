import type { AccessReviewWithCounts } from "../../database/access-reviews"
import type { AccessReviewCounts, AccessReviewDecision } from "../../domain/access-review"
import { ErrorCode } from "../../domain/error-codes"
import { ChangeContext } from "../user/types"

export type { AccessReviewCounts, AccessReviewDecision }

/** `{ access_review }` of the routes. */
export type AccessReview = AccessReviewWithCounts

export type OpenAccessReviewInput = Pick<ChangeContext, "actor" | "source"> & {
  /** By default, the day. */
  title?: string | null
  /** By when it is to be closed, in ISO 8601. Nothing happens by itself then. */
  due_at?: string | Date | null
}

/** What is decided about a line. */
export type AccessReviewItemDecision = {
  /** The line's. */
  id: string
  decision: AccessReviewDecision
  /** Why. It goes to the ledger. */
  note?: string | null
}

export type DecideAccessReviewInput = Pick<ChangeContext, "actor" | "source"> & {
  review_id: string
  items: AccessReviewItemDecision[]
}

/** What became of a decision about a line. */
export type AccessReviewItemResult = {
  /** The line's. */
  id: string
  status:
    /** It is so now. */
    | "decided"
    /** Nothing was written. */
    | "failed"
  message?: string
  code?: ErrorCode
}

export type DecideAccessReviewResult = { results: AccessReviewItemResult[] }

export type CloseAccessReviewInput = Pick<ChangeContext, "actor" | "source"> & {
  review_id: string
  /** It goes to the ledger. */
  note?: string | null
  /** Closes it also while lines are undecided, which they then stay. */
  allow_undecided?: boolean
}
