import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MAX_REMINDERS } from "../domain/reminder"
import { EMAIL_KINDS } from "../emails/email-kinds"
import { INVITE_DELIVERY_KEY } from "./deliveries"

/**
 * About an invite `i`: when the email with its token left, and how many reminders there have been since an admin sent the
 * invite.
 */
export const REMINDERS = `
  SELECT
    (SELECT d.sent_at FROM email_delivery d
     WHERE d.key = ${INVITE_DELIVERY_KEY} AND d.status = 'sent' AND d.deleted_at IS NULL) AS sent_at,
    (SELECT count(*)::int FROM email_delivery r
     WHERE r.subject_type = 'invite' AND r.subject_id = i.id AND r.template = :reminder AND r.deleted_at IS NULL
       AND r.created_at > coalesce(
         (SELECT max(f.created_at) FROM email_delivery f
          WHERE f.subject_type = 'invite' AND f.subject_id = i.id AND f.template <> :reminder AND f.deleted_at IS NULL),
         '-infinity'
       )
    ) AS reminders`

const reminder = EMAIL_KINDS.invite_reminder.template

/** A reminder that has not come by then does not come: the email has become somebody's, or the person was turned away. */
const MISSED_AFTER_SECONDS = 86_400

/** SQL about an invite `i` whose {@link REMINDERS} are `r`: whether a reminder is still to come, or just about to. */
export const AWAITS_REMINDER = `
  :remind_after_seconds > 0 AND r.reminders < ${MAX_REMINDERS} AND r.sent_at IS NOT NULL
  AND r.sent_at > clock_timestamp() - make_interval(secs => :remind_after_seconds + ${MISSED_AFTER_SECONDS})`

export async function countReminders(
  db: Knex,
  inviteId: string
): Promise<{ sent_at: Date | null; reminders: number }> {
  const { rows } = await db.raw(
    `SELECT r.sent_at, r.reminders FROM invite i CROSS JOIN LATERAL (${REMINDERS}) r WHERE i.id = :inviteId`,
    { reminder, inviteId }
  )
  return rows[0]
}

/** Invites that get another token from now on, in this transaction, are as old as they were: see `constraints.ts`. */
export async function keepInviteDates(knex: Knex.Transaction): Promise<void> {
  await knex.raw("SET LOCAL user_lifecycle.reminder = 'on'")
}

/** The ids of invites whose invitees may have to be reminded, those that have waited for longest first. */
export async function listInvitesToRemind(
  db: Knex,
  { afterHours, limit }: { afterHours: number; limit: number }
): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT i.id FROM invite i CROSS JOIN LATERAL (${REMINDERS}) r
     WHERE i.deleted_at IS NULL AND NOT i.accepted AND r.reminders < :max
       AND r.sent_at <= clock_timestamp() - make_interval(secs => :seconds)
     ORDER BY r.sent_at LIMIT :limit`,
    { reminder, max: MAX_REMINDERS, seconds: afterHours * 3_600, limit }
  )
  return rows.map(({ id }: { id: string }) => id)
}
