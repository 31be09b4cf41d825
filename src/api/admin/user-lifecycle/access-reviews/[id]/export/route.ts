import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { streamReviewItems } from "../../../../../../database/access-reviews"
import { recordExportWorkflow } from "../../../../../../workflows/report"
import { changeContext } from "../../../../../change-context"
import { Row, streamRows } from "../../../../../stream-rows"
import { retrieveAccessReview } from "../../retrieve-access-review"
import { AdminExportAccessReviewType } from "../../validators"

/** What was known of a person when the review was opened, and what was decided. */
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
]

/** Everybody on the list of an access review, as a file to download. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminExportAccessReviewType>,
  res: MedusaResponse
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { format } = req.validatedQuery as AdminExportAccessReviewType
  const { id, counts } = await retrieveAccessReview(req)
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
    rows: readRows(db, id),
  })
}

async function* readRows(db: Knex, reviewId: string): AsyncGenerator<Row> {
  for await (const { snapshot, ...item } of streamReviewItems(db, reviewId)) {
    yield { ...snapshot, ...item }
  }
}
