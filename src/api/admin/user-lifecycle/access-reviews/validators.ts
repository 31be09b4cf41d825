import { z } from "@medusajs/framework/zod"
import { ReviewOrder } from "../../../../database/access-reviews"
import {
  AccessReviewDecision,
  AccessReviewStatus,
  MAX_DECISIONS_PER_REQUEST,
  UNDECIDED,
} from "../../../../domain/access-review"
import { RowFormat } from "../../../stream-rows"
import { instant, text } from "../../users/validators"
import { flag, page, peopleFilters } from "../validators"

export const AdminOpenAccessReview = z
  .object({ title: text(255).nullish(), due_at: instant("due_at").nullish() })
  .strict()
export type AdminOpenAccessReviewType = z.infer<typeof AdminOpenAccessReview>

export const AdminGetAccessReviews = z
  .object({
    status: z.enum(AccessReviewStatus).optional(),
    order: z.enum(ReviewOrder).default(ReviewOrder.NEWEST_FIRST),
    ...page,
  })
  .strict()
export type AdminGetAccessReviewsType = z.infer<typeof AdminGetAccessReviews>

// Of roles, a review keeps the names and not the ids.
const { role: _role, ...snapshotFilters } = peopleFilters

export const AdminGetAccessReviewItems = z
  .object({
    decision: z
      .enum([AccessReviewDecision.KEEP, AccessReviewDecision.REMOVE, UNDECIDED])
      .optional(),
    ...snapshotFilters,
    has_api_keys: flag.optional(),
    order: z
      .enum([
        "email",
        "-email",
        "last_login_at",
        "-last_login_at",
        "created_at",
        "-created_at",
        "api_keys",
        "-api_keys",
      ])
      .default("email"),
    ...page,
  })
  .strict()
export type AdminGetAccessReviewItemsType = z.infer<typeof AdminGetAccessReviewItems>

const decision = z
  .object({
    id: text(255).min(1),
    decision: z.enum(AccessReviewDecision),
    note: text(1000).nullish(),
  })
  .strict()

export const AdminDecideAccessReview = z
  .object({ items: z.array(decision).min(1).max(MAX_DECISIONS_PER_REQUEST) })
  .strict()
  .refine(
    ({ items }) => new Set(items.map(({ id }) => id)).size === items.length,
    "Decide about each line once in a request"
  )
export type AdminDecideAccessReviewType = z.infer<typeof AdminDecideAccessReview>

export const AdminCloseAccessReview = z
  .object({ note: text(1000).nullish(), allow_undecided: z.boolean().optional() })
  .strict()
export type AdminCloseAccessReviewType = z.infer<typeof AdminCloseAccessReview>

export const AdminExportAccessReview = z
  .object({ format: z.enum(RowFormat).default(RowFormat.CSV) })
  .strict()
export type AdminExportAccessReviewType = z.infer<typeof AdminExportAccessReview>
