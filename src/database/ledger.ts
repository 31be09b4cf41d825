import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { LifecycleEventType } from "../domain/lifecycle-event"

/** Whether the ledger has an entry of a type that is younger than an instant. */
export async function hasEntrySince(
  db: Knex,
  type: LifecycleEventType,
  since: Date
): Promise<boolean> {
  const { rows } = await db.raw(
    "SELECT EXISTS (SELECT 1 FROM lifecycle_event WHERE type = ? AND created_at > ?) AS has_one",
    [type, since]
  )
  return rows[0].has_one
}
