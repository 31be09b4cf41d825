import { EmailKind } from "./email-kinds"
import { EmailTemplate } from "./email-template"

const GREETING = ["Hello {{name}},", "Hello,"]
const LINK_NOTE = "If the button does not work, open this address in your browser:"

/** What the plugin's emails say, unless option `emails.templates` says otherwise. */
export const ENGLISH: Record<EmailKind, EmailTemplate> = {
  invite: {
    subject: "You are invited to {{store_name}}",
    paragraphs: [
      "Hello,",
      "You have been invited to manage {{store_name}} as {{email}}. Accept the invite to set up your account.",
    ],
    button: "Accept the invite",
    link_note: LINK_NOTE,
    notes: [
      "The invite is for you alone, and valid until {{expires_at}}.",
      "If you did not expect it, ignore this email: nothing happens unless you accept.",
    ],
  },
  invite_reminder: {
    subject: "Your invite to {{store_name}} is waiting",
    paragraphs: [
      "Hello,",
      "Some time ago, you were invited to manage {{store_name}} as {{email}}, and have not accepted yet. Here is a new link to set up your account.",
    ],
    button: "Accept the invite",
    link_note: LINK_NOTE,
    notes: [
      "The link is for you alone, and valid until {{expires_at}}. The one in the former email does not work any more.",
      "If you do not want to accept, ignore this email: nothing happens unless you do.",
    ],
  },
  set_password: {
    subject: "Your account at {{store_name}}: set your password",
    paragraphs: [
      GREETING,
      "An account to manage {{store_name}} is ready for you as {{email}}. Set a password to log in.",
    ],
    button: "Set your password",
    link_note: LINK_NOTE,
    notes: [
      'The link works once, until {{expires_at}}. Later, use "Reset password" on the login page.',
      "If you did not expect this email, tell an admin of the shop.",
    ],
  },
  reset_password: {
    subject: "Reset your password at {{store_name}}",
    paragraphs: [
      GREETING,
      "Somebody asked to reset the password of {{email}}, with which you manage {{store_name}}. Choose a new one to log in.",
    ],
    button: "Reset your password",
    link_note: LINK_NOTE,
    notes: [
      "The link works once, until {{expires_at}}.",
      "If it was not you, ignore this email: your password stays as it is.",
    ],
  },
  email_changed: {
    subject: "Your email at {{store_name}} was changed",
    paragraphs: [
      GREETING,
      "Your account to manage {{store_name}} now belongs to {{new_email}}. Until now, it was {{former_email}}.",
      "Log in with the new email from now on. Your password has not changed, and you have been logged out everywhere.",
    ],
    button: "Log in",
    link_note: LINK_NOTE,
    notes: ["If you did not expect this change, tell an admin of the shop at once."],
  },
  account_suspended: {
    subject: "Your access to {{store_name}} is suspended",
    paragraphs: [
      GREETING,
      "Your access to {{store_name}} as {{email}} has been suspended. You have been logged out everywhere, and can't log in.",
      "The suspension ends by itself on {{until}}. You can log in again then.",
    ],
    notes: [
      "Nothing of your account was removed. If you have questions, ask an admin of the shop.",
    ],
  },
  access_restored: {
    subject: "Your access to {{store_name}} is back",
    paragraphs: [
      GREETING,
      "Your access to {{store_name}} as {{email}} is no longer suspended. Log in as before.",
    ],
    button: "Log in",
    link_note: LINK_NOTE,
    notes: ["If you did not expect this email, tell an admin of the shop."],
  },
}
