import { model } from "@medusajs/framework/utils"
import { AccessStatus } from "../../../domain/access"

/**
 * What a person may do now: one row for each user that the plugin has touched. A living user without a row is older
 * than the plugin, and active.
 */
const UserAccess = model
  .define("user_access", {
    id: model.id({ prefix: "uacc" }).primaryKey(),
    user_id: model.text().unique(),
    status: model.enum(AccessStatus).default(AccessStatus.ACTIVE),
    /** Why the status is what it is, in the words of the admin who set it. */
    reason: model.text().nullable(),
    /** When a suspension ends by itself; the status stays as it is stored, and counts as active from then on. */
    until: model.dateTime().nullable(),
    /** Tokens and sessions issued up to this instant are dead. */
    tokens_valid_after: model.dateTime().nullable(),
    /** The latest date that a token got which was dated ahead of the clock; the next revocation is dated no earlier. */
    tokens_dated_until: model.dateTime().nullable(),
    /** When the one token was issued that the last revocation spared. */
    spared_token_issued_at: model.dateTime().nullable(),
  })
  .checks([
    {
      name: "user_access_until_is_of_a_suspension",
      expression: (columns) => `${columns.until} is null or ${columns.status} = 'suspended'`,
    },
  ])

export default UserAccess
