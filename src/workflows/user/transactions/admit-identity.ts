import { IUserModuleService, MedusaContainer, UserDTO } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { findAccess, storeAccess } from "../../../database/access"
import { findLastInvitedAt, findPendingInvites } from "../../../database/belongings"
import { findHistoryOfEmail, findHistoryOfLogin } from "../../../database/history"
import { lockIdentity } from "../../../database/identities"
import { consumeInvites, findOpenInvite } from "../../../database/invites"
import { findInviter } from "../../../database/ledger"
import { lockEmail } from "../../../database/locks"
import { readDatabaseClock } from "../../../database/principals"
import { captureRows, ChangedRows, recordChange } from "../../../database/row-images"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { findLivingUserByEmail, lockHolderOfEmail, lockUser } from "../../../database/users"
import { accessRefusalMessages, AccessStatus, effectiveStatus } from "../../../domain/access"
import { AdmissionFacts, AdmissionRefusal, decideAdmission } from "../../../domain/admission"
import { normalizeEmail, refuseEmail } from "../../../domain/email"
import { ErrorCode, ErrorCodes } from "../../../domain/error-codes"
import { linkedUserId, USER_LINK_KEY } from "../../../domain/identity"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { withoutBlanks } from "../../../domain/visible-text"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { listInviteRoles } from "../../invite/transactions/link-invite-roles"
import { AdmitIdentityInput } from "../types"
import { hasActiveAdmin } from "./has-active-admin"
import { linkRoles } from "./link-roles"
import { revertChange } from "./revert-change"
import { revertProvision } from "./revert-provision"

export type Admitted = {
  user_id: string
  email: string
  /** Whether a user was made, or the login became another one of somebody's. */
  created: boolean
  accepted_invite_ids: string[]
  auth_identity_id: string
  images: ChangedRows[]
  /** Nobody could log in as an admin before. */
  began_without_admins: boolean
}

/**
 * Makes a login that an identity provider vouches for an admin's, if the shop's policy allows it: see `decideAdmission`.
 * User, link, the invite's roles, the invite and ledger entry are written in one transaction.
 *
 * @throws MedusaError `unauthorized` with a code that says why the person is not let in
 * @throws MedusaError `invalid_data` in Medusa's words (2.21) for a login that is somebody's, or names no email
 */
export async function admitIdentity(
  container: MedusaContainer,
  input: AdmitIdentityInput
): Promise<Admitted> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { auth_identity_id, provider, source, claims } = input
  const email = normalizeEmail(claims.email)

  return await runInTransaction(container, async (tx) => {
    await lockHolderOfEmail(tx.knex, email)
    await lockEmail(tx.knex, email)
    const identity = await lockIdentity(tx.knex, auth_identity_id)
    if (linkedUserId(identity?.app_metadata)) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        "The user is already registered and cannot create a new account."
      )
    }
    if (identity?.providers.length !== 1 || identity.providers[0].provider !== provider) {
      throw new MedusaError(
        MedusaError.Types.UNAUTHORIZED,
        `Only ${provider} identities can create a user account for this authentication context`
      )
    }

    const login = { provider, entity_id: identity.providers[0].entity_id }
    // Before anything is decided: whoever cancels an invite, or sends it again, waits, or has done so.
    const invites = await findPendingInvites(tx.knex, email, null)
    const facts = await gatherFacts(tx, email, claims.email_verified, login)
    const decision = decideAdmission(facts, lifecycle.options.provisioning)
    if (decision.action === "refuse") {
      throw refusal(decision.because)
    }
    const began_without_admins = !(await hasActiveAdmin(container, tx.knex))
    const images = await captureRows(tx.knex, "auth_identity", "id", [auth_identity_id])
    images.push(
      ...(await captureRows(
        tx.knex,
        "invite",
        "id",
        invites.map(({ id }) => id)
      ))
    )
    const created = decision.action === "create"
    if (decision.action === "link") {
      images.push(...(await captureRows(tx.knex, "user", "id", [decision.user_id])))
    }
    const invitation = created ? await readInvitation(tx, container, email) : undefined
    const user_id = created
      ? (await createUser(tx, container, email, input, invitation)).id
      : decision.user_id
    await tx.knex.raw(
      `UPDATE auth_identity SET app_metadata = coalesce(app_metadata, '{}') - ?::text || jsonb_build_object(?::text, ?::text)
       WHERE id = ?`,
      [USER_LINK_KEY, USER_LINK_KEY, user_id, auth_identity_id]
    )
    const roles = invitation?.roles ?? []
    await linkRoles(
      tx,
      container,
      roles.map((role_id) => ({ user_id, role_id }))
    )
    await consumeInvites(
      tx.knex,
      invites.map(({ id }) => id)
    )
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: created
            ? LifecycleEventType.USER_PROVISIONED
            : LifecycleEventType.USER_LOGIN_LINKED,
          user_id,
          email,
          // Who signed in is what the provider says: it need not be the person whose login it becomes.
          actor: SYSTEM_ACTOR,
          source,
          data: {
            provider,
            login: "linked",
            logins: [login],
            auth_identity_id,
            ...(created ? { roles } : {}),
            invites_accepted: invites.map(({ id }) => id),
            ...(invitation ? { invited_by: invitation.invited_by } : {}),
          },
        },
        context
      )
    )
    if (created) {
      await storeAccess(tx.knex, { user_id, status: AccessStatus.ACTIVE, revokes_tokens: false })
    }
    tx.afterCommit(() => lifecycle.access.forget(user_id))
    return {
      user_id,
      email,
      created,
      accepted_invite_ids: invites.map(({ id }) => id),
      auth_identity_id,
      images: await recordChange(tx.knex, images),
      began_without_admins,
    }
  })
}

/** What goes with the invite that can be accepted, if there is one; one that has expired gives nobody anything. */
async function readInvitation(tx: Transaction, container: MedusaContainer, email: string) {
  const invite = await findOpenInvite(tx.knex, email)
  return (
    invite && {
      first_name: invite.first_name,
      last_name: invite.last_name,
      roles: await listInviteRoles(tx, container, invite.id),
      invited_by: await findInviter(tx.knex, invite.id),
    }
  )
}

async function gatherFacts(
  tx: Transaction,
  email: string,
  isVerified: boolean | undefined,
  login: { provider: string; entity_id: string }
): Promise<AdmissionFacts> {
  const found = await findLivingUserByEmail(tx.knex, email)
  // Whoever suspends or offboards this person waits, or has done so.
  const user = found && (await lockUser(tx.knex, found.id))
  const access = user && (await findAccess(tx.knex, user.id))
  const now = await readDatabaseClock(tx.knex)
  const stored = { status: access?.status ?? null, until: access?.until ?? null }
  return {
    email,
    is_vouched_for: login.provider !== PASSWORD_PROVIDER,
    is_verified: isVerified,
    user:
      user && !user.deleted_at
        ? { id: user.id, status: effectiveStatus(stored, now), created_at: user.created_at }
        : undefined,
    email_history: await findHistoryOfEmail(tx.knex, email),
    login_history: await findHistoryOfLogin(tx.knex, login),
    invited_at: await findLastInvitedAt(tx.knex, email),
  }
}

/** With the name that the identity provider says, or else as whoever invited them did. */
async function createUser(
  tx: Transaction,
  container: MedusaContainer,
  email: string,
  { claims }: AdmitIdentityInput,
  invitation: { first_name: string | null; last_name: string | null } | undefined
): Promise<UserDTO> {
  const flaw = refuseEmail(email)
  if (flaw) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, flaw.message, flaw.code)
  }
  const users: IUserModuleService = container.resolve(Modules.USER)
  const person = {
    email,
    first_name: withoutBlanks(claims.given_name ?? "") || invitation?.first_name,
    last_name: withoutBlanks(claims.family_name ?? "") || invitation?.last_name,
  }
  return await tx.call(users, (service, context) => service.createUsers(person, context))
}

const REFUSALS: Record<AdmissionRefusal, { code: ErrorCode; message: string }> = {
  user_deleted: {
    code: ErrorCodes.USER_DELETED,
    message: accessRefusalMessages[ErrorCodes.USER_DELETED],
  },
  user_suspended: {
    code: ErrorCodes.USER_SUSPENDED,
    message: accessRefusalMessages[ErrorCodes.USER_SUSPENDED],
  },
  not_invited: {
    code: ErrorCodes.NOT_INVITED,
    message:
      "Nobody has invited this email to be an admin of this shop. Ask an admin for an invite.",
  },
  domain_not_allowed: {
    code: ErrorCodes.EMAIL_DOMAIN_NOT_ALLOWED,
    message:
      "The domain of this email is not among those of this shop's admins (option provisioning.allowed_email_domains).",
  },
  not_vouched_for: {
    code: ErrorCodes.NOT_INVITED,
    message:
      "A login with a password proves nobody's email. Accept an invite with it, or sign in at an identity provider.",
  },
  unverified: {
    code: ErrorCodes.NOT_INVITED,
    message:
      "The identity provider has not verified this email. Verify it there, and sign in again.",
  },
}

function refusal(because: AdmissionRefusal): MedusaError {
  const { code, message } = REFUSALS[because]
  return new MedusaError(MedusaError.Types.UNAUTHORIZED, message, code)
}

/** Undoes {@link admitIdentity} for a larger workflow that failed later, except for the ledger, which tells of both. */
export async function revertAdmission(
  container: MedusaContainer,
  { user_id, email, created, images, began_without_admins }: Admitted
): Promise<void> {
  if (!created) {
    const undo = { user_id, emails: [email], images, began_without_admins }
    return await revertChange(container, LifecycleEventType.USER_LOGIN_LINK_REVERTED, undo, {})
  }
  await revertProvision(
    container,
    { user_id, email, outcome: "linked", images, began_without_admins },
    { actor: SYSTEM_ACTOR }
  )
}
