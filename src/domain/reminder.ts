import { History, isSince } from "./admission"

/** How often somebody is reminded of an invite that an admin has sent them. */
export const MAX_REMINDERS = 2

/** What is known of an invite that nobody has accepted. */
export type ReminderFacts = {
  /** Neither accepted nor deleted. It may have expired. */
  is_open: boolean
  /** When an admin last decided about it. */
  updated_at: Date
  /** When the email with that token left; `null` if it has not. */
  sent_at: Date | null
  /** How many there have been since an admin sent the invite. */
  reminders: number
  is_email_taken: boolean
  /** Of whoever has or had the email. */
  history: History
}

/**
 * Decides whether an invited person is to be reminded, which makes the invite valid for another while. Somebody whom an
 * admin has turned away since is not: they could not accept it.
 *
 * @param now the instant, by the clock of the database
 * @param afterHours how long after the last email; 0: never
 */
export function isReminderDue(facts: ReminderFacts, now: Date, afterHours: number): boolean {
  const { is_open, updated_at, sent_at, reminders, is_email_taken, history } = facts
  return (
    afterHours > 0 &&
    is_open &&
    !is_email_taken &&
    !history.is_suspended &&
    isSince(updated_at, history) &&
    reminders < MAX_REMINDERS &&
    sent_at !== null &&
    now.getTime() - sent_at.getTime() >= afterHours * 3_600_000
  )
}
