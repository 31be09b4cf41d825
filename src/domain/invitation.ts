import { ErrorCode, ErrorCodes } from "./error-codes"
import { normalizeEmail, refuseEmail } from "./email"

/** The most people that one request can invite. */
export const MAX_INVITES_PER_REQUEST = 1000

/** What the database knows of the emails that are to be invited, by the normalized email. */
export type InvitationFacts = {
  /** The living users who have one of them. */
  users: ReadonlyMap<string, { id: string }>
  /** The invites to one of them that can be accepted. */
  open_invites: ReadonlyMap<string, { id: string }>
}

/** What becomes of one email of several. */
export type InvitationPlan =
  | { action: "invite"; email: string }
  /** There is an invite to it; `undefined` while it is one that the same request is about to make. */
  | { action: "keep"; email: string; invite_id: string | undefined; message: string }
  | { action: "refuse"; email: string; code: ErrorCode; message: string }

/**
 * Decides what becomes of each of several emails that are to be invited, in their order. Of several spellings of one, the
 * first counts.
 */
export function planInvitations(
  emails: string[],
  { users, open_invites }: InvitationFacts,
  allowedDomains?: string[]
): InvitationPlan[] {
  const invited = new Set<string>()
  return emails.map((spelling) => {
    const email = normalizeEmail(spelling)
    const flaw = refuseEmail(email, allowedDomains)
    if (flaw) {
      return { action: "refuse", email, ...flaw }
    }
    if (users.has(email)) {
      return {
        action: "refuse",
        email,
        code: ErrorCodes.EMAIL_TAKEN,
        // Core's words for it (Medusa 2.21, `createInvites`).
        message: `User account for following email(s) already exist: ${email}`,
      }
    }
    const open = open_invites.get(email)
    if (open || invited.has(email)) {
      // Core's words for it, too.
      const message = `Invite with email: ${email}, already exists.`
      return { action: "keep", email, invite_id: open?.id, message }
    }
    invited.add(email)
    return { action: "invite", email }
  })
}
