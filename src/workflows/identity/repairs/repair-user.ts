import { MedusaError } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { storeAccess } from "../../../database/access"
import { lockPasswordLoginsOfUser } from "../../../database/identities"
import { lockEmails } from "../../../database/locks"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { otherActorKeys } from "../../../domain/identity"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { claimLogin } from "../../user/transactions/claim-login"
import { createSetupToken } from "../../user/transactions/create-setup-token"
import { lockPerson } from "../../user/transactions/lock-person"
import { movePasswordLogin, takeLoginFrom } from "../../user/transactions/move-password-login"
import { isStillSo, readUserOf } from "./recheck"
import { Repair } from "./repair"

/** Gives a user a password login that has no password yet, and sends them a link to set one. */
export const giveLogin: Repair = async (context, finding) => {
  const { tx, container, actor_user_id } = context
  const user = await lockUserOf(context, finding)
  if (!user || !(await isStillSo(context, finding))) {
    return false
  }
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
  return true
}

/** Calls a password login by the user's email. */
export const renameLogin: Repair = async (context, finding) => {
  const { tx, container, actor_user_id } = context
  const user = await lockUserOf(context, finding)
  if (!user || !(await isStillSo(context, finding))) {
    return false
  }
  const [login] = await lockPasswordLoginsOfUser(tx.knex, user.id)
  await movePasswordLogin(
    tx,
    container,
    { id: user.id, email: user.normalized_email },
    normalizeEmail(login.entity_id),
    actor_user_id
  )
  return true
}

/** Removes password logins that do not have the user's email, and ends what was handed out under them. */
export const removeOtherLogins: Repair = async (context, finding) => {
  const { tx } = context
  const user = await lockUserOf(context, finding)
  if (!user || !(await isStillSo(context, finding))) {
    return false
  }
  const logins = await lockPasswordLoginsOfUser(tx.knex, user.id)
  const own = logins.filter(({ entity_id }) => normalizeEmail(entity_id) === user.normalized_email)
  if (own.length !== 1) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `${own.length} of the password logins of ${user.email} have their email, so it can't be told which one to keep.`
    )
  }
  for (const login of logins.filter((each) => !own.includes(each))) {
    await takeLoginFrom(tx, login, otherActorKeys(login.app_metadata).length > 0)
  }
  await storeAccess(tx.knex, {
    user_id: user.id,
    status: user.access?.status ?? AccessStatus.ACTIVE,
    until: user.access?.until,
    revokes_tokens: true,
  })
  forgetAfterwards(context, user.id)
  return true
}

/** Writes down that a user is active of whom nothing is stored. */
export const storeMissingAccess: Repair = async (context, finding) => {
  const user = await lockUserOf(context, finding)
  if (!user || !(await isStillSo(context, finding))) {
    return false
  }
  await storeAccess(context.tx.knex, {
    user_id: user.id,
    status: AccessStatus.ACTIVE,
    revokes_tokens: false,
  })
  forgetAfterwards(context, user.id)
  return true
}

/** Takes a role away that does not exist. */
export const removeMissingRole: Repair = async (context, finding) => {
  const user = await lockUserOf(context, finding)
  if (!user || !(await isStillSo(context, finding))) {
    return false
  }
  await context.tx.knex.raw("DELETE FROM user_rbac_role WHERE user_id = ? AND rbac_role_id = ?", [
    user.id,
    finding.role_id,
  ])
  return true
}

/** Locks the emails that are about to matter, then the person, in the order of `locks.ts`. */
async function lockUserOf(...[context, finding]: Parameters<Repair>) {
  const { tx, actor = { type: "system" } } = context
  const known = await readUserOf(context, finding)
  if (!known) {
    return undefined
  }
  const names = known.identities.flatMap(({ logins }) =>
    logins.flatMap(({ provider, entity_id }) =>
      provider === PASSWORD_PROVIDER ? normalizeEmail(entity_id) : []
    )
  )
  await lockEmails(tx.knex, [known.normalized_email, ...names])
  await lockPerson(tx, known.id, actor)
  const user = await readUserOf(context, finding)
  // One who has got another email meanwhile is looked at another time: the locks that are held are the wrong ones.
  return user?.normalized_email === known.normalized_email ? user : undefined
}

function forgetAfterwards({ tx, container }: Parameters<Repair>[0], userId: string): void {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  tx.afterCommit(() => lifecycle.access.forget(userId))
}
