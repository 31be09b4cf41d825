import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { queueDelivery } from "../../../database/deliveries"
import { findHistoryOfEmail } from "../../../database/history"
import { findInvite, InviteRow, lockInvite } from "../../../database/invites"
import { lockEmail } from "../../../database/locks"
import { readDatabaseClock } from "../../../database/principals"
import { countReminders, keepInviteDates } from "../../../database/reminders"
import { runInTransaction } from "../../../database/transaction"
import { findLivingUserByEmail } from "../../../database/users"
import { normalizeEmail } from "../../../domain/email"
import { isReminderDue, ReminderFacts } from "../../../domain/reminder"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { inviteKey } from "../../email/keys"

/**
 * Gives an invite that nobody has accepted another token, and puts an email with it on its way, in one transaction: the
 * former token has expired by then, as a rule, and each email has a token of its own. The invite counts from when it did: nobody
 * has decided about it anew.
 *
 * @returns the id of the delivery; `undefined` if no reminder is due (any more)
 */
export async function remindInvitee(
  container: MedusaContainer,
  inviteId: string
): Promise<string | undefined> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  return await runInTransaction(container, async (tx) => {
    const known = await findInvite(tx.knex, inviteId)
    if (!known) {
      return undefined
    }
    await lockEmail(tx.knex, normalizeEmail(known.email))
    const invite = await lockInvite(tx.knex, inviteId)
    // One that was given another email meanwhile is somebody else's turn.
    if (!invite || invite.email !== known.email) {
      return undefined
    }
    const facts = await gatherFacts(tx.knex, invite)
    const now = await readDatabaseClock(tx.knex)
    if (!isReminderDue(facts, now, options.invites.reminder_after_hours)) {
      return undefined
    }
    await keepInviteDates(tx.knex)
    const [renewed] = await tx.call(users, (service, context) =>
      service.refreshInviteTokens([inviteId], context)
    )
    return await queueDelivery(tx.knex, {
      key: inviteKey({ id: inviteId, email: invite.email, token: renewed.token }),
      template: EMAIL_KINDS.invite_reminder.template,
      recipient: invite.email,
      subject_type: "invite",
      subject_id: inviteId,
      trigger_type: "user_lifecycle.invite_reminder_due",
    })
  })
}

async function gatherFacts(knex: Knex.Transaction, invite: InviteRow): Promise<ReminderFacts> {
  const email = normalizeEmail(invite.email)
  return {
    is_open: !invite.accepted && !invite.deleted_at,
    updated_at: invite.updated_at,
    is_email_taken: !!(await findLivingUserByEmail(knex, email)),
    history: await findHistoryOfEmail(knex, email),
    ...(await countReminders(knex, invite.id)),
  }
}
