import { Knex } from "@medusajs/framework/mikro-orm/knex"

/** When somebody last did what. */
export type Activity = { last_login_at?: Date; last_seen_at?: Date }

export type UserActivity = { user_id: string } & Activity

/** When a person last logged in, and was last seen; nothing for somebody who never was since the plugin came. */
export async function findActivity(db: Knex, userId: string): Promise<Activity> {
  const { rows } = await db.raw(
    "SELECT last_login_at, last_seen_at FROM user_activity WHERE user_id = ? AND deleted_at IS NULL",
    [userId]
  )
  return rows[0] ?? {}
}

/**
 * Writes about several people in one statement. Instances may write in any order: the latest instant stays. About whom
 * any instance has written within a minute is left for later.
 *
 * @param everything writes about all of them, for who can't come back later
 * @returns the ids of those who were left
 */
export async function storeActivity(
  db: Knex,
  activities: UserActivity[],
  { everything = false } = {}
): Promise<Set<string>> {
  if (!activities.length) {
    return new Set()
  }
  const { rows } = await db.raw(
    `INSERT INTO user_activity AS a (id, user_id, last_login_at, last_seen_at)
     SELECT user_lifecycle_id('uact'), r.user_id, r.last_login_at, r.last_seen_at
     FROM jsonb_to_recordset(:activities::jsonb) AS r (user_id text, last_login_at timestamptz, last_seen_at timestamptz)
     -- In one order, so that two instances wait for each other and do not deadlock.
     ORDER BY r.user_id
     ON CONFLICT (user_id) WHERE deleted_at IS NULL DO UPDATE SET
       last_login_at = greatest(a.last_login_at, excluded.last_login_at),
       last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at),
       updated_at = now()
     WHERE :everything OR a.updated_at <= now() - interval '1 minute'
     RETURNING user_id`,
    { activities: JSON.stringify(activities), everything }
  )
  const left = new Set(activities.map(({ user_id }) => user_id))
  rows.forEach(({ user_id }: { user_id: string }) => left.delete(user_id))
  return left
}
