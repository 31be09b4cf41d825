import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { streamReviewItems } from "../../../../../../database/access-reviews"
import { inTime } from "../../../../../../database/at-one-instant"
import { AccessReview } from "../../../../../../workflows/access-review"
import { recordExportWorkflow } from "../../../../../../workflows/report"
import { changeContext } from "../../../../../change-context"
import { Row, streamRows } from "../../../../../stream-rows"
import { retrieveAccessReview } from "../../retrieve-access-review"
import { AdminExportAccessReviewType } from "../../validators"

/** What was known of a person when the review was opened, what was decided, and whose review it is: the file stands for itself. */
const COLUMNS = [
  "review_id",
  "id",
  "user_id",
  "email",
  "first_name",
  "last_name",
  "status",
  "reason",
  "until",
  "login_methods",
  "roles",
  "api_keys",
  "created_at",
  "created_by_type",
  "created_by_id",
  "created_by_name",
  "last_login_at",
  "last_seen_at",
  "offboarding_at",
  "decision",
  "note",
  "decided_by_type",
  "decided_by_id",
  "decided_by_name",
  "decided_at",
  "review_title",
  "review_status",
  "review_due_at",
  "review_opened_at",
  "review_opened_by",
  "review_closed_at",
  "review_closed_by",
]

/** Everybody on the list of an access review, as a file to download. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminExportAccessReviewType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { format } = req.validatedQuery as AdminExportAccessReviewType
  const review = await retrieveAccessReview(req)
  const { id, counts } = review
  // Before the first row leaves, and for good: whoever begins an export has what has left, wherever it breaks off.
  await recordExportWorkflow(req.scope).run({
    input: {
      of: "access_review",
      access_review_id: id,
      format,
      filters: {},
      count: counts.total,
      ...changeContext(req),
    },
  })
  await streamRows(res, {
    format,
    file_name: `access-review-${id}`,
    columns: COLUMNS,
    rows: readRows(db, review),
  })
}

async function* readRows(db: Knex, review: AccessReview): AsyncGenerator<Row> {
  const of = {
    review_title: review.title,
    review_status: review.status,
    review_due_at: review.due_at,
    review_opened_at: review.created_at,
    review_opened_by: review.opened_by_name ?? review.opened_by_id,
    review_closed_at: review.closed_at,
    review_closed_by: review.closed_by_name ?? review.closed_by_id,
  }
  for await (const { snapshot, ...item } of inTime(streamReviewItems(db, review.id))) {
    yield { ...snapshot, ...item, ...of }
  }
}
