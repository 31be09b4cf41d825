import type { DeliveryProblem } from "../../../domain/delivery"
import type { EmailKind } from "../../../emails/email-kinds"

export const emails = {
  title: "Emails",
  description: "What was put on its way to people, and what became of it.",
  search: "Search for a recipient",
  empty: "No email was put on its way yet",
  actions_of: "Actions for the email to {{recipient}}",
  retry: "Try again now",
  retried: "The email to {{recipient}} is tried again",
  bulk: "What to do with the emails that are chosen",
  chosen: "The recipients of the emails that are chosen",
  selected_one: "One email chosen",
  selected_other: "{{count}} emails chosen",
  failed_one: "It failed for one email",
  failed_other: "It failed for {{count}} emails",
  retry_many: {
    title_one: "Try one email again",
    title_other: "Try {{count}} emails again",
    explanation: "They are put on their way at once. A link to set a password is made anew.",
    done_one: "One email is tried again",
    done_other: "{{count}} emails are tried again",
  },
  /** Why emails do not leave a shop. */
  unsent: {
    no_provider: {
      title: "No email leaves this shop",
      because: "It has no email provider.",
    },
    turned_off: {
      title: "This email is not sent",
      because: "It is turned off in this shop, which may send one of its own.",
    },
  },
  /** Why one did not leave, where the plugin says so; everything else is in the words of the mail server. */
  problems: {
    no_provider: "This shop has no email provider.",
    interrupted: "The backend has stopped each time in the middle of sending it.",
  } satisfies Record<DeliveryProblem, string>,
  columns: {
    recipient: "Recipient",
    template: "Email",
    status: "Status",
    attempts: "Attempts",
    next_attempt: "Next attempt",
    created: "When",
  },
  status: { pending: "On its way", sent: "Sent", failed: "Failed", cancelled: "Not needed" },
  templates: {
    invite: "Invite",
    invite_reminder: "Reminder of an invite",
    set_password: "Set a password",
    reset_password: "Reset a password",
    email_changed: "Email changed",
    account_suspended: "Account suspended",
    access_restored: "Access restored",
  } satisfies Record<EmailKind, string>,
}
