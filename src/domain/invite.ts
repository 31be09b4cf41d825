import { normalizeEmail } from "./email"
import { ErrorCode, ErrorCodes } from "./error-codes"

/** What the database knows of the invite that a signed token names. */
export type InviteFacts = {
  invite: {
    email: string
    /** Whether it has the very token that was shown: sending an invite again gives it another one. */
    has_this_token: boolean
    is_accepted: boolean
    is_deleted: boolean
    expires_at: Date
  }
  /** Whether a living user has its email. */
  is_email_taken: boolean
  /** Whether there is another invite to its email that can be accepted. */
  has_newer: boolean
}

/** Why an invite can't be accepted, and what helps. What has expired has, whatever an admin did to it since. */
export type InviteRefusal = { code: ErrorCode; message: string }

/** Of an invite that was deleted, or of which there is no trace any more. */
export const INVITE_CANCELLED: InviteRefusal = {
  code: ErrorCodes.INVITE_CANCELLED,
  message: "This invite has been cancelled. Ask an admin of this shop for a new one.",
}

/**
 * Decides whether an invite can be accepted with a token that this application has signed. Whoever holds one may learn
 * what became of the invite; nobody else does.
 *
 * @param now the instant, by the clock of the database
 * @returns `undefined` if it can
 */
export function refuseInvite(
  { invite, is_email_taken, has_newer }: InviteFacts,
  now: Date
): InviteRefusal | undefined {
  if (invite.is_accepted) {
    return {
      code: ErrorCodes.INVITE_USED,
      message: `The invite of ${invite.email} has been accepted already. Log in instead.`,
    }
  }
  if (has_newer) {
    return replaced(invite.email)
  }
  if (invite.is_deleted && invite.expires_at > now) {
    return INVITE_CANCELLED
  }
  if (!invite.has_this_token) {
    return replaced(invite.email)
  }
  if (invite.expires_at <= now) {
    return {
      code: ErrorCodes.INVITE_EXPIRED,
      message: `The invite of ${invite.email} has expired. Ask an admin of this shop to send it again.`,
    }
  }
  if (is_email_taken) {
    return {
      code: ErrorCodes.EMAIL_TAKEN,
      message: `A user with the email ${invite.email} exists already. Log in instead.`,
    }
  }
  return undefined
}

function replaced(email: string): InviteRefusal {
  return {
    code: ErrorCodes.INVITE_REPLACED,
    message: `A newer invite was sent to ${email}. Use the link in the latest email.`,
  }
}

/** Whether what somebody says is their email is the one that was invited; the invite's is the only one that counts. */
export function isInvitedEmail(invited: string, claimed: string | null | undefined): boolean {
  return !claimed || normalizeEmail(claimed) === normalizeEmail(invited)
}
