import { DeliveryRow } from "../../../database/deliveries"
import { findInvite } from "../../../database/invites"
import { readDatabaseClock } from "../../../database/principals"
import { inviteKey } from "../keys"
import { EmailFacts } from "../types"
import { ComposerContext } from "./context"

/**
 * The facts for the email with an invite, or for a reminder of one. There is none for an invite that was accepted or
 * deleted, has expired, or got another token or email meanwhile.
 */
export async function composeInvite(
  { db, pages }: ComposerContext,
  { key, subject_id }: DeliveryRow
): Promise<EmailFacts | undefined> {
  const invite = await findInvite(db, subject_id)
  const isOpen = invite && !invite.accepted && !invite.deleted_at && inviteKey(invite) === key
  if (!isOpen || invite.expires_at <= (await readDatabaseClock(db))) {
    return undefined
  }
  const { email, token, expires_at, locale } = invite
  return {
    data: { email, accept_url: pages.accept(token), expires_at },
    locale: locale ?? undefined,
  }
}
