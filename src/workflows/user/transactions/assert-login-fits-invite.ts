import { MedusaError } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { findHistoryOfLogin } from "../../../database/history"
import { lockIdentity } from "../../../database/identities"
import { Transaction } from "../../../database/transaction"
import { accessRefusalMessages } from "../../../domain/access"
import { isSince } from "../../../domain/admission"
import { ErrorCodes } from "../../../domain/error-codes"
import { isInvitedEmail } from "../../../domain/invite"

/**
 * Checks the login with which somebody accepts an invite. A password login has to have the invited email for its name: its
 * holder would log in by another email than the user has, and take the name from whom it belongs to. And nobody comes back
 * with a login that was theirs until they were turned away, unless they were invited since.
 *
 * @param invite with the instant at which an admin last decided about it
 * @throws MedusaError `invalid_data`, code `user_lifecycle.invite_email_mismatch`
 * @throws MedusaError `unauthorized`, code `user_lifecycle.not_invited` or `.user_suspended`
 */
export async function assertLoginFitsInvite(
  tx: Transaction,
  authIdentityId: string,
  invite: { email: string; invited_at: Date }
): Promise<void> {
  const identity = await lockIdentity(tx.knex, authIdentityId)
  for (const login of identity?.providers ?? []) {
    if (login.provider === PASSWORD_PROVIDER && !isInvitedEmail(invite.email, login.entity_id)) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        `The invite is for ${invite.email}, and can't be accepted with the login of another email.`,
        ErrorCodes.INVITE_EMAIL_MISMATCH
      )
    }
    const history = await findHistoryOfLogin(tx.knex, login)
    if (history.is_suspended) {
      const code = ErrorCodes.USER_SUSPENDED
      throw new MedusaError(MedusaError.Types.UNAUTHORIZED, accessRefusalMessages[code], code)
    }
    if (!isSince(invite.invited_at, history)) {
      throw new MedusaError(
        MedusaError.Types.UNAUTHORIZED,
        "This invite is older than the end of a user with this login. Ask an admin of this shop to send it again.",
        ErrorCodes.NOT_INVITED
      )
    }
  }
}
