import { model } from "@medusajs/framework/utils"
import { AccessReviewDecision } from "../../../domain/access-review"

/**
 * Somebody who had access when a review was opened, and what was decided about it. The database refuses to change who it was,
 * and a removal, which has happened.
 */
const AccessReviewItem = model
  .define("access_review_item", {
    id: model.id({ prefix: "urevi" }).primaryKey(),
    review_id: model.text(),
    user_id: model.text(),
    /** As it was then. */
    email: model.text(),
    /** What was known of the person then: see `readPeople` in `database/people.ts`. */
    snapshot: model.json(),
    /** `null`: undecided. */
    decision: model.enum(AccessReviewDecision).nullable(),
    note: model.text().nullable(),
    decided_by_type: model.text().nullable(),
    decided_by_id: model.text().nullable(),
    /** The email that they had then; of an API key, its title. `null` of decisions from before it was kept. */
    decided_by_name: model.text().nullable(),
    decided_at: model.dateTime().nullable(),
  })
  .indexes([
    { on: ["review_id", "user_id"], unique: true },
    { on: ["review_id", "email", "id"] },
    { on: ["review_id", "decision"] },
  ])
  .checks([
    {
      name: "access_review_item_is_decided_by_somebody",
      expression: ({ decision, decided_at, decided_by_type }) =>
        `(${decision} is null) = (${decided_at} is null) and (${decision} is null) = (${decided_by_type} is null)`,
    },
  ])

export default AccessReviewItem
