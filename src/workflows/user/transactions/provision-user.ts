import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { findLivingUserByEmail } from "../../../database/users"
import { lockEmail } from "../../../database/locks"
import { ChangedRows, recordChange } from "../../../database/row-images"
import { Sealed } from "../../../database/sealed"
import { runInTransaction } from "../../../database/transaction"
import { ErrorCodes } from "../../../domain/error-codes"
import { SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { LoginOutcome, ProvisionUserInput } from "../types"
import { assertActorMayAct } from "./assert-actor-may-act"
import { assertLoginFitsInvite } from "./assert-login-fits-invite"
import { claimInvite, InviteClaim } from "./claim-invite"
import { LoginClaim } from "./claim-login"
import { hasActiveAdmin } from "./has-active-admin"
import { provisionPeople } from "./provision-people"

export type Provisioned = {
  user_id: string
  email: string
  outcome: LoginOutcome
  auth_identity_id: string
  entity_id: string
  needs_password: boolean
  /** The token with which the person sets their password, if they have to. */
  setup_token: Sealed | undefined
  held_emails: string[]
  images: ChangedRows[]
  /** Nobody could log in as an admin before. */
  began_without_admins: boolean
}

/**
 * Creates the user, their login, the link between the two, their access state, roles and ledger entry: all of it or
 * nothing, in one transaction.
 *
 * @param person its email is normalized
 * @param accepts the invite that is accepted with it: its roles are given, and it can't be accepted again
 * @throws MedusaError `duplicate_error` if a living user has the email, or the login is another user's; with an invite,
 * `unauthorized`, code `user_lifecycle.email_taken`
 */
export async function provisionUser(
  container: MedusaContainer,
  person: Omit<ProvisionUserInput, "password" | "auth">,
  claim: LoginClaim,
  accepts?: InviteClaim
): Promise<Provisioned> {
  const { email, actor = SYSTEM_ACTOR, source, reason } = person

  return await runInTransaction(container, async (tx) => {
    const actor_user_id = await assertActorMayAct(tx.knex, actor)
    await lockEmail(tx.knex, email)
    const invite = accepts && (await claimInvite(tx, container, accepts, email))
    if (invite && "auth_identity_id" in claim) {
      const { invited_at } = invite
      await assertLoginFitsInvite(tx, claim.auth_identity_id, { email, invited_at })
    }
    const taken = await findLivingUserByEmail(tx.knex, email)
    if (taken) {
      throw emailTaken(email, taken.id)
    }

    const began_without_admins = !(await hasActiveAdmin(container, tx.knex))
    const { provisioned, images } = await provisionPeople(
      tx,
      container,
      [{ ...person, ...nameOf(person, invite), claim, invite }],
      { actor, source, reason, actor_user_id }
    ).catch((error: unknown) => {
      throw invite && isDuplicate(error) ? loginTaken(email) : error
    })
    const [{ user_id, login, setup }] = provisioned
    return {
      user_id,
      email,
      ...login,
      setup_token: setup?.token,
      held_emails: setup ? [setup.delivery_id] : [],
      images: await recordChange(tx.knex, images),
      began_without_admins,
    }
  })
}

type Name = Pick<ProvisionUserInput, "first_name" | "last_name">

/** As the person says it, or else as whoever invited them did. */
const nameOf = (person: Name, invite: Name | undefined): Name => ({
  first_name: person.first_name || (invite?.first_name ?? person.first_name),
  last_name: person.last_name || (invite?.last_name ?? person.last_name),
})

function isDuplicate(error: unknown): boolean {
  return MedusaError.isMedusaError(error) && error.type === MedusaError.Types.DUPLICATE_ERROR
}

/** What an admin reads of a login that is another user's, as somebody may read it who has no more than an invite. */
function loginTaken(email: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.UNAUTHORIZED,
    `Another user of this shop logs in with the email ${email}. Ask an admin of this shop to invite you with another one.`,
    ErrorCodes.EMAIL_TAKEN
  )
}

/** The error for an email that a living user has. */
export function emailTaken(email: string, userId: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.DUPLICATE_ERROR,
    `A user with the email ${email} already exists (${userId}). Update that user, or use another email.`
  )
}
