import { MedusaError } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { revokeTokensOf, storeAccess } from "../../../database/access"
import {
  lockPasswordLogins,
  lockPasswordLoginsOfUser,
  LoginRow,
} from "../../../database/identities"
import { lockAccess, lockEmails } from "../../../database/locks"
import { readUserFacts } from "../../../database/audit/read-users"
import { removeResetTokens } from "../../../database/reset-tokens"
import { findLivingUserByEmail, findUserOfPasswordLogin } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { ErrorCodes } from "../../../domain/error-codes"
import { isShared, linkedUserId } from "../../../domain/identity"
import { classifyUser } from "../../../domain/findings/classify"
import { Finding } from "../../../domain/findings/finding"
import { findKnownAccess } from "../../../domain/findings/known-access"
import { findLoginToKeep } from "../../../domain/findings/login-to-keep"
import { UserFacts } from "../../../domain/findings/snapshot"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { findActorUserId } from "../../user/transactions/assert-actor-may-act"
import { assertMayBeRemoved } from "../../user/transactions/assert-may-be-removed"
import { claimLogin, LoginClaim, NOBODY_VOUCHES } from "../../user/transactions/claim-login"
import {
  createSetupToken,
  isActive,
  PasswordEmailKind,
  renewSetupToken,
} from "../../user/transactions/create-setup-token"
import { hasActiveAdmin } from "../../user/transactions/has-active-admin"
import { lockPerson } from "../../user/transactions/lock-person"
import {
  giveUpLogin,
  movePasswordLogin,
  takeLoginFrom,
} from "../../user/transactions/move-password-login"
import { tellPerson } from "../../user/transactions/tell-person"
import { offboardForRepair } from "./repair-offboarding"
import { readUserOf } from "./recheck"
import { Repair, RepairContext, RepairDetails } from "./repair"
import { tellLedgerOfRepair } from "./tell-ledger-of-repair"

/** Gives a user a password login that has no password yet, and sends them a link to set one. */
export const giveLogin = repairOfUser(async (context, user) => {
  const { tx, container } = context
  const { id, normalized_email } = user
  const login = await claimLogin(
    tx,
    container,
    { id, email: normalized_email },
    { provider: PASSWORD_PROVIDER, password: null },
    NOBODY_VOUCHES
  )
  if (login.needs_password) {
    await sendSetPasswordEmail(context, user, login)
  }
})

async function sendSetPasswordEmail(
  { tx, container }: RepairContext,
  user: { id: string; email: string },
  login: { entity_id: string },
  kind: PasswordEmailKind = "set_password"
): Promise<void> {
  // Nothing undoes a repair.
  const email = { hold_seconds: 0, kind }
  await createSetupToken(tx, container, LifecycleEventType.FINDING_REPAIRED, user, login, email)
}

/**
 * Calls a password login by the user's email: the rest of a change of email that was made past the plugin, with what belongs
 * to one.
 */
export const renameLogin = repairOfUser(async (context, user, finding) => {
  const { tx, container } = context
  const [login] = await lockPasswordLoginsOfUser(tx.knex, user.id)
  const ring = await lockRing(context, { user, login, finding })
  if (ring) {
    await renameTogether(context, ring)
    await completeTogether(context, ring)
  } else {
    const renamed = { id: user.id, email: user.normalized_email }
    const former_email = normalizeEmail(login.entity_id)
    await movePasswordLogin(tx, container, renamed, former_email)
    await completeRenaming(context, user, former_email)
  }
  return { former_email: normalizeEmail(login.entity_id) }
})

/** Somebody whose only password login is called by another email than theirs, and the finding that says so. */
type Misnamed = { user: UserFacts; login: LoginRow; finding: Finding }

/** Longer ones are for somebody to look at. */
const MAX_RING = 10

/** Looks for a ring again once all of it is locked. A deadlock, as the locks come late, is one of those that are tried again. */
async function lockRing(context: RepairContext, first: Misnamed): Promise<Misnamed[] | undefined> {
  const seen = await findRing(context, first)
  if (!seen) {
    return undefined
  }
  const { tx } = context
  await lockEmails(
    tx.knex,
    seen.map(({ user }) => user.normalized_email)
  )
  for (const id of seen.map(({ user }) => user.id).sort()) {
    await lockPerson(tx, id)
  }
  return await findRing(context, first)
}

/**
 * People each of whom has the login with the name that the one before is to have, the first the one of the last: while one has
 * it, the other can't, and they would wait for each other for ever.
 */
async function findRing(context: RepairContext, first: Misnamed): Promise<Misnamed[] | undefined> {
  const { knex } = context.tx
  const ring = [first]
  while (ring.length <= MAX_RING) {
    const { user } = ring[ring.length - 1]
    const named = await lockPasswordLogins(knex, user.normalized_email)
    const [login] = named
    if (named.length !== 1 || !login.is_living_user || login.is_deleted) {
      return undefined
    }
    const isBegun = login.provider_identity_id === first.login.provider_identity_id
    const ownerId = isBegun ? first.user.id : (linkedUserId(login.app_metadata) ?? "")
    const [owner] = await readUserFacts(knex, { ids: [ownerId] }, new Map())
    const finding = owner && findMisnaming(owner, context)
    if (!finding) {
      return undefined
    }
    if (isBegun) {
      return isEachNamed(context, ring) ? ring : undefined
    }
    ring.push({ user: owner, login, finding })
  }
  return undefined
}

const findMisnaming = (user: UserFacts, { policy }: RepairContext) =>
  classifyUser(user, policy).find(({ kind }) => kind === "login_email_mismatch")

/** Nothing is done to anybody's login by the way that would not be done to it on its own. */
const isEachNamed = ({ isNamed }: RepairContext, ring: Misnamed[]) =>
  ring.every(
    ({ finding }, index) => isNamed(finding) || (!finding.is_destructive && !isMoved(ring, index))
  )

/**
 * Whether somebody gets another login, without the second factors of theirs. A customer's login keeps its name: whose it was parts
 * from it, and who is to have its name shares it, with the password that they have.
 */
const isMoved = (ring: Misnamed[], index: number) =>
  isShared(ring[index].login.app_metadata) ||
  isShared(ring[(index + 1) % ring.length].login.app_metadata)

/** Each keeps their password. */
async function renameTogether({ tx, container }: RepairContext, ring: Misnamed[]): Promise<void> {
  const rename = ({ provider_identity_id }: LoginRow, name: string) =>
    tx.knex.raw("UPDATE provider_identity SET entity_id = ? WHERE id = ?", [
      name,
      provider_identity_id,
    ])
  // There is one login of a name at any moment: all give theirs up before any gets another.
  const claims = new Map<string, LoginClaim>()
  for (const [index, { user, login }] of ring.entries()) {
    if (isMoved(ring, index)) {
      claims.set(user.id, await giveUpLogin(tx, login))
    } else {
      await rename(login, `user_lifecycle:${login.provider_identity_id}`)
    }
  }
  for (const { user, login } of ring) {
    const { id, normalized_email: email } = user
    const claim = claims.get(id)
    if (claim) {
      await claimLogin(tx, container, { id, email }, claim, NOBODY_VOUCHES)
    } else {
      await rename(login, email)
    }
  }
}

/** What a renaming brings with it, for each; of the first, the ledger is told by whoever asked for the repair. */
async function completeTogether(context: RepairContext, ring: Misnamed[]): Promise<void> {
  for (const [index, { user, login, finding }] of ring.entries()) {
    const former_email = normalizeEmail(login.entity_id)
    if (index > 0) {
      await tellLedgerOfRepair(context, finding, { former_email })
      context.mended.push(finding)
    }
    await completeRenaming(context, user, former_email)
  }
}

/** Ends what was handed out under the former name, and tells both addresses, unless the former one is another user's. */
async function completeRenaming(
  context: RepairContext,
  { id, email, normalized_email }: Pick<UserFacts, "id" | "email" | "normalized_email">,
  former_email: string
): Promise<void> {
  const { tx, container } = context
  // Nothing undoes a repair.
  const hold = { hold_seconds: 0 }
  const type = LifecycleEventType.FINDING_REPAIRED
  await endTokens(context, id)
  const isOthers = !!(await findLivingUserByEmail(tx.knex, former_email))
  const data = { former_email, new_email: normalized_email }
  for (const recipient of [normalized_email, ...(isOthers ? [] : [former_email])]) {
    const notice = { kind: "email_changed", recipient, data } as const
    await tellPerson(tx, id, type, notice, hold)
  }
  // The links from before are gone with the former name, or lead to a login that is gone.
  await renewSetupToken(tx, container, type, { id, email }, hold)
}

/** Removes password logins that do not have the user's email, ends what was handed out under them, and sends a link for the one that stays. */
export const removeOtherLogins = repairOfUser(async (context, user) => {
  const { tx, container } = context
  const logins = await lockPasswordLoginsOfUser(tx.knex, user.id)
  const own = findLoginToKeep(logins, user.normalized_email)
  if (!own) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `It can't be told any more which one of the password logins of ${user.email} to keep.`,
      ErrorCodes.LOGINS_AMBIGUOUS
    )
  }
  const hadAdmins = await hasActiveAdmin(container, tx.knex)
  for (const login of logins.filter((each) => each !== own)) {
    if (isShared(login.app_metadata) && login.auth_identity_id === own.auth_identity_id) {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `The logins ${login.entity_id} and ${own.entity_id} are of one identity, which is also a customer's: ` +
          "somebody has to decide which of them is whose.",
        ErrorCodes.LOGINS_AMBIGUOUS
      )
    }
    await takeLoginFrom(tx, login)
  }
  // The one that stays may have no password yet.
  if (hadAdmins && !(await hasActiveAdmin(container, tx.knex))) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `${user.email} is the last active admin, and the login that would stay has no password.`,
      ErrorCodes.LAST_ADMIN
    )
  }
  await endTokens(context, user.id)
  // They may have used one that is gone, and not know the password of the one that stays. Nobody tells them otherwise; whoever is
  // suspended could not follow the link.
  if (!(await isActive(tx, user.id))) {
    return
  }
  const found = await findUserOfPasswordLogin(tx.knex, own.entity_id)
  await sendSetPasswordEmail(context, user, own, found?.has_password ? "reset_password" : undefined)
})

/** Suspends or offboards somebody again who counts as active, against what the ledger says. */
export const endAccessAgain = repairOfUser(async (context, user) => {
  const { tx, container, policy, actor = SYSTEM_ACTOR } = context
  const known = findKnownAccess(user.access_entries, policy.now)
  if (known?.status === AccessStatus.SUSPENDED) {
    const actorUserId = await findActorUserId(tx.knex, actor)
    await assertMayBeRemoved(container, tx.knex, "suspend", user.id, actorUserId)
    await lockAccess(tx.knex, user.id)
    await removeResetTokens(tx.knex, user.id)
    await storeAccess(tx.knex, { user_id: user.id, ...known, revokes_tokens: true })
    forgetAfterwards(context, user.id)
  } else {
    const reason = known?.reason ?? undefined
    await offboardForRepair(context, { user_id: user.id, reason })
  }
})

/** Writes down that a user is active of whom nothing is stored. */
export const storeMissingAccess = repairOfUser(async (context, user) => {
  await storeAccess(context.tx.knex, {
    user_id: user.id,
    status: AccessStatus.ACTIVE,
    revokes_tokens: false,
  })
  forgetAfterwards(context, user.id)
})

/** Takes a role away that does not exist. */
export const removeMissingRole = repairOfUser(async (context, user, finding) => {
  await context.tx.knex.raw("DELETE FROM user_rbac_role WHERE user_id = ? AND rbac_role_id = ?", [
    user.id,
    finding.role_id,
  ])
})

/**
 * A repair of a living user. It locks the emails that are about to matter, then the person, in the order of `locks.ts`, and
 * looks again at the user whom it then repairs.
 */
function repairOfUser(
  repair: (
    context: RepairContext,
    user: UserFacts,
    finding: Finding
  ) => Promise<RepairDetails | void>
): Repair {
  return async (context, finding) => {
    const { tx, policy } = context
    const known = await readUserOf(context, finding)
    if (!known) {
      return undefined
    }
    const names = known.identities.flatMap(({ logins }) =>
      logins.flatMap(({ provider, entity_id }) =>
        isPassword(provider) ? normalizeEmail(entity_id) : []
      )
    )
    await lockEmails(tx.knex, [known.normalized_email, ...names])
    await lockPerson(tx, known.id)
    const user = await readUserOf(context, finding)
    const again = user && classifyUser(user, policy).find(({ id }) => id === finding.id)
    if (!again) {
      return undefined
    }
    // With another email, the locks that are held are the wrong ones; and what was not named, and removes something by now, has
    // to be.
    const hasOtherEmail = user.normalized_email !== known.normalized_email
    if (hasOtherEmail || (again.is_destructive && !finding.is_destructive)) {
      throw new MedusaError(
        MedusaError.Types.CONFLICT,
        `${user.email} has changed meanwhile, and has to be looked at again.`,
        ErrorCodes.FINDING_CHANGED
      )
    }
    return (await repair(context, user, finding)) ?? {}
  }
}

const isPassword = (provider: string) => provider === PASSWORD_PROVIDER

async function endTokens(context: RepairContext, userId: string): Promise<void> {
  await revokeTokensOf(context.tx.knex, userId)
  await removeResetTokens(context.tx.knex, userId)
  forgetAfterwards(context, userId)
}

function forgetAfterwards({ tx, container }: RepairContext, userId: string): void {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  tx.afterCommit(() => lifecycle.access.forget(userId))
}
