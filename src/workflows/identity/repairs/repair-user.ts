import { MedusaError } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { findAccess, storeAccess } from "../../../database/access"
import {
  lockPasswordLogins,
  lockPasswordLoginsOfUser,
  LoginRow,
} from "../../../database/identities"
import { lockEmails } from "../../../database/locks"
import { removeResetTokens } from "../../../database/reset-tokens"
import { Transaction } from "../../../database/transaction"
import { findUser } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { linkedUserId, otherActorKeys } from "../../../domain/identity"
import { classifyUser } from "../../../domain/findings/classify"
import { Finding } from "../../../domain/findings/finding"
import { findLoginToKeep } from "../../../domain/findings/login-to-keep"
import { UserFacts } from "../../../domain/findings/snapshot"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { claimLogin } from "../../user/transactions/claim-login"
import { createSetupToken } from "../../user/transactions/create-setup-token"
import { lockPerson } from "../../user/transactions/lock-person"
import { movePasswordLogin, takeLoginFrom } from "../../user/transactions/move-password-login"
import { readUserOf } from "./recheck"
import { Repair, RepairContext } from "./repair"

/** Gives a user a password login that has no password yet, and sends them a link to set one. */
export const giveLogin = repairOfUser(async (context, user) => {
  const { tx, container, actor_user_id } = context
  const { id, normalized_email } = user
  const login = await claimLogin(
    tx,
    container,
    { id, email: normalized_email },
    { provider: PASSWORD_PROVIDER, password: null },
    actor_user_id
  )
  if (login.needs_password) {
    const type = LifecycleEventType.FINDING_REPAIRED
    // Nothing undoes a repair.
    const hold = { hold_seconds: 0 }
    await createSetupToken(tx, container, type, { id, email: user.email }, login, hold)
  }
})

/** Calls a password login by the user's email. */
export const renameLogin = repairOfUser(async (context, user) => {
  const { tx, container, actor_user_id } = context
  const [login] = await lockPasswordLoginsOfUser(tx.knex, user.id)
  const misnamed = await findMisnamedLogin(tx, login, user.normalized_email)
  if (misnamed) {
    return await swapLoginNames(tx, login, misnamed)
  }
  await movePasswordLogin(
    tx,
    container,
    { id: user.id, email: user.normalized_email },
    normalizeEmail(login.entity_id),
    actor_user_id
  )
})

/**
 * The login of another user that is called by an email which is not theirs. It is to be renamed as well, and the two could
 * wait for each other for ever.
 */
async function findMisnamedLogin(
  { knex }: Transaction,
  login: LoginRow,
  normalizedEmail: string
): Promise<LoginRow | undefined> {
  const isShared = ({ app_metadata }: LoginRow) => otherActorKeys(app_metadata).length > 0
  const named = await lockPasswordLogins(knex, normalizedEmail)
  const [other] = named
  if (named.length !== 1 || !other.is_living_user || isShared(login) || isShared(other)) {
    return undefined
  }
  const ownerId = linkedUserId(other.app_metadata) ?? ""
  const owner = await findUser(knex, ownerId)
  const hasOthers = (await lockPasswordLoginsOfUser(knex, ownerId)).length > 1
  const isOwn = !!owner && normalizeEmail(owner.email) === normalizedEmail
  return hasOthers || isOwn ? undefined : other
}

/** Each keeps its password. */
async function swapLoginNames(tx: Transaction, login: LoginRow, other: LoginRow): Promise<void> {
  const rename = ({ provider_identity_id }: LoginRow, name: string) =>
    tx.knex.raw("UPDATE provider_identity SET entity_id = ? WHERE id = ?", [
      name,
      provider_identity_id,
    ])
  // There is one login of a name at any moment.
  await rename(other, `user_lifecycle:${other.provider_identity_id}`)
  await rename(login, normalizeEmail(other.entity_id))
  await rename(other, login.entity_id)
  for (const { app_metadata } of [login, other]) {
    await removeResetTokens(tx.knex, linkedUserId(app_metadata) ?? "")
  }
}

/** Removes password logins that do not have the user's email, and ends what was handed out under them. */
export const removeOtherLogins = repairOfUser(async (context, user) => {
  const { tx } = context
  const logins = await lockPasswordLoginsOfUser(tx.knex, user.id)
  const own = findLoginToKeep(logins, user.normalized_email)
  if (!own) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `It can't be told any more which one of the password logins of ${user.email} to keep.`
    )
  }
  for (const login of logins.filter((each) => each !== own)) {
    await takeLoginFrom(tx, login, otherActorKeys(login.app_metadata).length > 0)
  }
  const access = await findAccess(tx.knex, user.id)
  await storeAccess(tx.knex, {
    user_id: user.id,
    status: access?.status ?? AccessStatus.ACTIVE,
    reason: access?.reason,
    until: access?.until,
    revokes_tokens: true,
  })
  forgetAfterwards(context, user.id)
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
  repair: (context: RepairContext, user: UserFacts, finding: Finding) => Promise<void>
): Repair {
  return async (context, finding) => {
    const { tx, policy } = context
    const known = await readUserOf(context, finding)
    if (!known) {
      return false
    }
    const names = known.identities.flatMap(({ logins }) =>
      logins.flatMap(({ provider, entity_id }) =>
        provider === PASSWORD_PROVIDER ? normalizeEmail(entity_id) : []
      )
    )
    await lockEmails(tx.knex, [known.normalized_email, ...names])
    await lockPerson(tx, known.id)
    const user = await readUserOf(context, finding)
    // One who has got another email meanwhile is looked at another time: the locks that are held are the wrong ones.
    if (user?.normalized_email !== known.normalized_email) {
      return false
    }
    if (!classifyUser(user, policy).some(({ id }) => id === finding.id)) {
      return false
    }
    await repair(context, user, finding)
    return true
  }
}

function forgetAfterwards({ tx, container }: RepairContext, userId: string): void {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  tx.afterCommit(() => lifecycle.access.forget(userId))
}
