import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { EMAIL_KINDS } from "../emails/email-kinds"
import { AWAITS_REMINDER, REMINDERS } from "./reminders"

/**
 * Invites that expired some days ago, longest first, kept from changing until the transaction ends. What somebody else has
 * locked is left for another time, and so is an invite that somebody is still to be reminded of.
 */
export async function lockInvitesToSweep(
  knex: Knex.Transaction,
  {
    keep_expired_days,
    reminder_after_hours,
    limit,
  }: { keep_expired_days: number; reminder_after_hours: number; limit: number }
): Promise<{ id: string; email: string; expires_at: Date }[]> {
  const { rows } = await knex.raw(
    `SELECT i.id, i.email, i.expires_at FROM invite i
     WHERE i.deleted_at IS NULL AND NOT i.accepted
       AND i.expires_at <= clock_timestamp() - make_interval(secs => :keep_seconds)
       AND NOT EXISTS (SELECT 1 FROM (${REMINDERS}) r WHERE ${AWAITS_REMINDER})
     ORDER BY i.expires_at LIMIT :limit FOR UPDATE OF i SKIP LOCKED`,
    {
      keep_seconds: keep_expired_days * 86_400,
      remind_after_seconds: reminder_after_hours * 3_600,
      reminder: EMAIL_KINDS.invite_reminder.template,
      limit,
    }
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
