import { EmailContent, renderEmail } from "./render"
import { formatInstant } from "./format-instant"
import { PasswordLink } from "./set-password"

/** For providers that have templates of their own. */
export const RESET_PASSWORD_TEMPLATE = "user-lifecycle.reset-password"

/** The email with which a person who has forgotten their password sets another one. */
export function resetPasswordEmail(reset: PasswordLink): EmailContent {
  return renderEmail({
    subject: `Reset your password at ${reset.store_name}`,
    paragraphs: [
      "Hello,",
      `somebody asked to reset the password of ${reset.email}, with which you manage ${reset.store_name}. Choose a new one to log in.`,
    ],
    button: { label: "Reset your password", url: reset.set_password_url },
    notes: [
      `The link works once, until ${formatInstant(reset.expires_at)}.`,
      "If it was not you, ignore this email: your password stays as it is.",
    ],
  })
}
