import { model } from "@medusajs/framework/utils"
import { AccessReviewStatus } from "../../../domain/access-review"

/**
 * A list of who had access at one instant, about each of whom somebody is to decide whether they keep it. It is evidence:
 * the database refuses to change it once it is closed, and to delete it.
 */
const AccessReview = model
  .define("access_review", {
    id: model.id({ prefix: "urev" }).primaryKey(),
    title: model.text(),
    /** By when it is to be closed. Nothing happens by itself then. */
    due_at: model.dateTime().nullable(),
    status: model.enum(AccessReviewStatus).default(AccessReviewStatus.OPEN),
    /** How many lines the list has; `null` only inside the transaction that makes it. From then on it is frozen. */
    item_count: model.number().nullable(),
    opened_by_type: model.text(),
    opened_by_id: model.text().nullable(),
    /** The email that they had then; of an API key, its title. `null` of reviews from before it was kept. */
    opened_by_name: model.text().nullable(),
    closed_by_type: model.text().nullable(),
    closed_by_id: model.text().nullable(),
    closed_by_name: model.text().nullable(),
    closed_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["created_at"] }])
  .checks([
    {
      name: "access_review_is_closed_by_somebody",
      expression: ({ status, closed_at, closed_by_type }) =>
        `(${status} = 'closed') = (${closed_at} is not null) and (${status} = 'closed') = (${closed_by_type} is not null)`,
    },
  ])

export default AccessReview
