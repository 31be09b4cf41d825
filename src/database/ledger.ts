import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Actor, LifecycleEventType } from "../domain/lifecycle-event"

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

/** How many entries of a type there are about a person within the last hour. */
export async function countEntriesOfLastHour(
  db: Knex,
  type: LifecycleEventType,
  userId: string
): Promise<number> {
  const { rows } = await db.raw(
    `SELECT count(*)::int AS count FROM lifecycle_event
     WHERE type = ? AND user_id = ? AND created_at > clock_timestamp() - interval '1 hour'`,
    [type, userId]
  )
  return rows[0].count
}

/** Whether somebody has ended the sessions of everybody within the last seconds, by the clock of the database. */
export async function hasRevokedAllWithin(
  db: Knex,
  askedBy: string,
  seconds: number
): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT EXISTS (
       SELECT 1 FROM lifecycle_event
       WHERE created_at > clock_timestamp() - make_interval(secs => ?)
         AND type = '${LifecycleEventType.USER_SESSIONS_REVOKED}' AND data->>'asked_by' = ?
     ) AS has_revoked`,
    [seconds, askedBy]
  )
  return rows[0].has_revoked
}

/** Who made an invite, as far as the ledger knows: it has not heard of those that Medusa's own workflows make. */
export async function findInviter(
  db: Knex,
  inviteId: string
): Promise<{ type: Actor["type"]; id: string | null } | undefined> {
  const { rows } = await db.raw(
    `SELECT actor_type AS type, actor_id AS id FROM lifecycle_event
     WHERE type = '${LifecycleEventType.USER_INVITED}' AND data->>'invite_id' = ? AND deleted_at IS NULL`,
    [inviteId]
  )
  return rows[0]
}
