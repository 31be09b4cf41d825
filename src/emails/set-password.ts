import { EmailContent, renderEmail } from "./render"
import { formatInstant } from "./format-instant"

/** For providers that have templates of their own. */
export const SET_PASSWORD_TEMPLATE = "user-lifecycle.set-password"

/** A link with which a person sets a password, and whom it is for. */
export type PasswordLink = {
  email: string
  store_name: string
  set_password_url: string
  expires_at: Date
}

/** The email with which a person who was provisioned without a password chooses one. */
export function setPasswordEmail(setup: PasswordLink): EmailContent {
  return renderEmail({
    subject: `Your account at ${setup.store_name}: set your password`,
    paragraphs: [
      "Hello,",
      `an account to manage ${setup.store_name} is ready for you as ${setup.email}. Set a password to log in.`,
    ],
    button: { label: "Set your password", url: setup.set_password_url },
    notes: [
      `The link works once, until ${formatInstant(setup.expires_at)}. Later, use "Reset password" on the login page.`,
      "If you did not expect this email, tell an admin of the shop.",
    ],
  })
}
