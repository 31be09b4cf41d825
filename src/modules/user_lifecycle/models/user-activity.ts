import { model } from "@medusajs/framework/utils"

/**
 * When a person last did what. A table of its own: it is written often and without a lock on the person's access state,
 * and what it says decides nothing.
 */
const UserActivity = model.define("user_activity", {
  id: model.id({ prefix: "uact" }).primaryKey(),
  user_id: model.text().unique(),
  /** When a token was last handed out for a login; a refreshed token is none. */
  last_login_at: model.dateTime().nullable(),
  /** When a request last came with a good token or session of the person, to the minute. */
  last_seen_at: model.dateTime().nullable(),
})

export default UserActivity
