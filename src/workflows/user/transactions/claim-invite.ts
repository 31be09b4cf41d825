import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { findHistoryOfEmail } from "../../../database/history"
import {
  consumeInvites,
  findInvite,
  hasOtherOpenInvite,
  InviteRow,
  lockInvite,
} from "../../../database/invites"
import { findInviter } from "../../../database/ledger"
import { readDatabaseClock } from "../../../database/principals"
import { captureRows, RowImage } from "../../../database/row-images"
import { Transaction } from "../../../database/transaction"
import { findLivingUserByEmail } from "../../../database/users"
import { accessRefusalMessages } from "../../../domain/access"
import { isSince } from "../../../domain/admission"
import { normalizeEmail } from "../../../domain/email"
import { ErrorCodes } from "../../../domain/error-codes"
import { INVITE_CANCELLED, InviteRefusal, refuseInvite } from "../../../domain/invite"
import { listInviteRoles } from "../../invite/transactions/link-invite-roles"

/** What shows that somebody is invited: a token that this application has signed for the invite. */
export type InviteClaim = { invite_id: string; token: string }

export type ClaimedInvite = {
  id: string
  /** When an admin last decided about it. */
  invited_at: Date
  /** Who made it, as far as the ledger knows. */
  invited_by: Awaited<ReturnType<typeof findInviter>>
  /** The person's name, as whoever invited them knew it. */
  first_name: string | null
  last_name: string | null
  /** The ids of the roles that go with it. */
  roles: string[]
  /** Its row as it was. */
  images: RowImage[]
}

/**
 * Accepts an invite inside the transaction that makes the user. Whoever else accepts it waits, and then learns that it has
 * been used.
 *
 * @param email the one that is locked, and that the user gets
 * @throws MedusaError `unauthorized` with a code that says what became of the invite
 */
export async function claimInvite(
  tx: Transaction,
  container: MedusaContainer,
  claim: InviteClaim,
  email: string
): Promise<ClaimedInvite> {
  const invite = await lockInvite(tx.knex, claim.invite_id)
  const found = await assertMayBeAccepted(tx.knex, invite, claim)
  if (normalizeEmail(found.email) !== email) {
    throw new MedusaError(
      MedusaError.Types.CONFLICT,
      `The invite ${claim.invite_id} was given another email while it was accepted. Nothing was written; try again.`
    )
  }
  const images = await captureRows(tx.knex, "invite", "id", [claim.invite_id])
  await consumeInvites(tx.knex, [claim.invite_id])
  return {
    id: claim.invite_id,
    invited_at: found.updated_at,
    first_name: found.first_name,
    last_name: found.last_name,
    invited_by: await findInviter(tx.knex, claim.invite_id),
    roles: await listInviteRoles(tx, container, claim.invite_id),
    images,
  }
}

/** The same question before anything is hashed: a password costs a tenth of a second of one core. */
export async function findAcceptableInvite(db: Knex, claim: InviteClaim): Promise<InviteRow> {
  const invite = await findInvite(db, claim.invite_id)
  return await assertMayBeAccepted(db, invite, claim)
}

async function assertMayBeAccepted(
  db: Knex,
  invite: InviteRow | undefined,
  { token }: InviteClaim
): Promise<InviteRow> {
  if (!invite) {
    throw refused(INVITE_CANCELLED)
  }
  const email = normalizeEmail(invite.email)
  const facts = {
    invite: {
      email: invite.email,
      has_this_token: invite.token === token,
      is_accepted: invite.accepted,
      is_deleted: invite.deleted_at !== null,
      expires_at: invite.expires_at,
    },
    is_email_taken: !!(await findLivingUserByEmail(db, email)),
    has_newer: await hasOtherOpenInvite(db, email, invite.id),
  }
  const refusal = refuseInvite(facts, await readDatabaseClock(db))
  if (refusal) {
    throw refused(refusal)
  }
  const history = await findHistoryOfEmail(db, email)
  if (history.is_suspended) {
    // Whoever is suspended is not to come back as somebody else, with an email that they once had.
    const code = ErrorCodes.USER_SUSPENDED
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, accessRefusalMessages[code], code)
  }
  if (!isSince(invite.updated_at, history)) {
    throw new MedusaError(
      MedusaError.Types.UNAUTHORIZED,
      "This invite is older than the end of a user with its email. Ask an admin of this shop to send it again.",
      ErrorCodes.NOT_INVITED
    )
  }
  return invite
}

function refused({ code, message }: InviteRefusal): MedusaError {
  return new MedusaError(MedusaError.Types.UNAUTHORIZED, message, code)
}
