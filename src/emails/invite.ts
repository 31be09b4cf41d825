import { EmailContent, renderEmail } from "./render"
import { formatInstant } from "./format-instant"

/** For providers that have templates of their own. */
export const INVITE_TEMPLATE = "user-lifecycle.invite"

/** The email that invites somebody to become an admin. */
export function inviteEmail(invite: {
  email: string
  store_name: string
  accept_url: string
  expires_at: Date
}): EmailContent {
  return renderEmail({
    subject: `You are invited to ${invite.store_name}`,
    paragraphs: [
      "Hello,",
      `you have been invited to manage ${invite.store_name} as ${invite.email}. Accept the invite to set up your account.`,
    ],
    button: { label: "Accept the invite", url: invite.accept_url },
    notes: [
      `The invite is for you alone, and valid until ${formatInstant(invite.expires_at)}.`,
      "If you did not expect it, ignore this email: nothing happens unless you accept.",
    ],
  })
}
