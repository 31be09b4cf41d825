import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { lockAccess } from "./locks"

/**
 * Marks a person's access as decided anew where somebody decides what is so already, so that the undo of the first
 * decision leaves the second (see `compareAccess`).
 */
export async function confirmAccess(knex: Knex.Transaction, userId: string): Promise<void> {
  await lockAccess(knex, userId)
  await knex.raw(
    "UPDATE user_access SET updated_at = clock_timestamp() WHERE user_id = ? AND deleted_at IS NULL",
    [userId]
  )
}
