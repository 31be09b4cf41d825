import { Knex } from "@medusajs/framework/mikro-orm/knex"

/**
 * Invites that expired some days ago, longest first, kept from changing until the transaction ends. What somebody else has
 * locked is left for another time.
 */
export async function lockInvitesToSweep(
  knex: Knex.Transaction,
  { keep_expired_days, limit }: { keep_expired_days: number; limit: number }
): Promise<{ id: string; email: string; expires_at: Date }[]> {
  const { rows } = await knex.raw(
    `SELECT id, email, expires_at FROM invite
     WHERE deleted_at IS NULL AND NOT accepted
       AND expires_at <= clock_timestamp() - make_interval(secs => ?)
     ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED`,
    [keep_expired_days * 86_400, limit]
  )
  return rows
}

/** No link in an email, and no event, is as old as that. The ledger remembers for longer. */
const KEEP_DELIVERIES = "90 days"

/**
 * Forgets emails that left, or were given up, long ago; not those of invites that are there.
 *
 * @returns how many
 */
export async function sweepDeliveries(db: Knex): Promise<number> {
  // Medusa (2.21) keeps a notification for each attempt, in a module that an application may leave out.
  const { rows } = await db.raw("SELECT to_regclass('notification') IS NOT NULL AS is_there")
  if (rows[0].is_there) {
    await sweepFailedNotifications(db)
  }
  const { rowCount } = await db.raw(
    `DELETE FROM email_delivery d
     WHERE d.status <> 'pending' AND d.updated_at < clock_timestamp() - ?::interval
       AND NOT EXISTS (
         SELECT 1 FROM invite i WHERE d.subject_type = 'invite' AND i.id = d.subject_id AND i.deleted_at IS NULL
       )`,
    [KEEP_DELIVERIES]
  )
  return rowCount
}

async function sweepFailedNotifications(db: Knex): Promise<void> {
  await db.raw(
    `DELETE FROM notification
     WHERE starts_with(idempotency_key, 'user_lifecycle:') AND status = 'failure'
       AND created_at < clock_timestamp() - ?::interval`,
    [KEEP_DELIVERIES]
  )
}
