import { model } from "@medusajs/framework/utils"
import { AccessStatus } from "../../../domain/access"

/**
 * What a person may do now: one row for each user that the plugin has touched. A living user without a row is older
 * than the plugin, and active.
 */
const UserAccess = model.define("user_access", {
  id: model.id({ prefix: "uacc" }).primaryKey(),
  user_id: model.text().unique(),
  status: model.enum(AccessStatus).default(AccessStatus.ACTIVE),
  /** Why the status is what it is, in the words of the admin who set it. */
  reason: model.text().nullable(),
  /** Tokens and sessions issued up to this instant are dead. */
  tokens_valid_after: model.dateTime().nullable(),
})

export default UserAccess
