import type { EmailKind } from "../../../emails/email-kinds"

export const emails = {
  title: "Emails",
  description: "What was put on its way to people, and what became of it.",
  search: "Search for a recipient",
  empty: "No email was put on its way yet",
  actions_of: "Actions for the email to {{recipient}}",
  retry: "Try again now",
  retried: "The email to {{recipient}} is tried again",
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
