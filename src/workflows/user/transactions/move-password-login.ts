import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import {
  lockPasswordLogins,
  lockPasswordLoginsOfUser,
  LoginRow,
  removeDeletedLogins,
} from "../../../database/identities"
import { lockAccess } from "../../../database/locks"
import { LoginName } from "../../../database/restore-logins"
import { captureIdentities, RowImage } from "../../../database/row-images"
import { Transaction } from "../../../database/transaction"
import { normalizeEmail } from "../../../domain/email"
import { ErrorCodes } from "../../../domain/error-codes"
import { isShared, linkedUserId, USER_LINK_KEY, USER_PASSWORD_KEY } from "../../../domain/identity"
import { claimLogin, LoginClaim, NOBODY_VOUCHES } from "./claim-login"

export type MovedLogin = {
  outcome:
    /** There is no password login. */
    | "none"
    /** The login has another name, and is what it was otherwise. */
    | "renamed"
    /** The password went to a login of its own, or to the person's customer login with the new email. */
    | "moved"
  images: RowImage[]
  created_identity_id?: string
  renamed_logins?: (LoginName & { provider_identity_id: string })[]
}

/**
 * Makes a person's password login one for their new email, with the password it has.
 *
 * Where a login is also a customer's, the customer's email does not change: the two part. Second factors, which Medusa
 * keeps with the login, stay with the customer's then, and have to be set up anew.
 *
 * @throws MedusaError `duplicate_error` if the login with the new email is another user's
 */
export async function movePasswordLogin(
  tx: Transaction,
  container: MedusaContainer,
  user: { id: string; email: string },
  formerEmail: string
): Promise<MovedLogin> {
  const login = await findLoginToMove(tx, user.id, formerEmail)
  if (!login) {
    return { outcome: "none", images: [] }
  }
  const others = (await lockPasswordLogins(tx.knex, user.email)).filter(
    ({ provider_identity_id }) => provider_identity_id !== login.provider_identity_id
  )
  await lockAccess(tx.knex, user.id)
  const own = others.find(
    ({ app_metadata, is_deleted }) => !is_deleted && linkedUserId(app_metadata) === user.id
  )
  if (own) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `User ${user.id} has several password logins, and ${own.entity_id} is one of them already. ` +
        `Repair that first: see the finding "several_password_logins".`,
      ErrorCodes.LOGINS_AMBIGUOUS
    )
  }
  const isWanted = others.some(
    ({ app_metadata, is_living_user, is_deleted }) =>
      !is_deleted && (is_living_user || isShared(app_metadata))
  )
  if (isShared(login.app_metadata) || isWanted) {
    return await moveToAnotherLogin(tx, container, user, login)
  }

  const idsOf = (logins: LoginRow[]) => logins.map(({ auth_identity_id }) => auth_identity_id)
  const images = await captureIdentities(tx.knex, idsOf(others))
  await removeDeletedLogins(
    tx.knex,
    others.filter(({ is_deleted }) => is_deleted)
  )
  const strangers = others.filter(({ is_deleted }) => !is_deleted)
  await tx.knex.raw("DELETE FROM auth_identity WHERE id = ANY (?)", [idsOf(strangers)])
  await tx.knex.raw("UPDATE provider_identity SET entity_id = ? WHERE id = ?", [
    user.email,
    login.provider_identity_id,
  ])
  const { provider_identity_id, auth_identity_id, provider, entity_id } = login
  const renamed = { provider_identity_id, auth_identity_id, provider, entity_id }
  return { outcome: "renamed", images, renamed_logins: [renamed] }
}

/** The one with the person's email; or, where it never had that name, the only one there is. */
async function findLoginToMove(
  tx: Transaction,
  userId: string,
  formerEmail: string
): Promise<LoginRow | undefined> {
  const logins = await lockPasswordLoginsOfUser(tx.knex, userId)
  const named = logins.find(({ entity_id }) => normalizeEmail(entity_id) === formerEmail)
  return named ?? (logins.length === 1 ? logins[0] : undefined)
}

async function moveToAnotherLogin(
  tx: Transaction,
  container: MedusaContainer,
  user: { id: string; email: string },
  login: LoginRow
): Promise<MovedLogin> {
  const images = await captureIdentities(tx.knex, [login.auth_identity_id])
  const claim = await giveUpLogin(tx, login)
  const claimed = await claimLogin(tx, container, user, claim, NOBODY_VOUCHES)
  return {
    outcome: "moved",
    images: [...images, ...claimed.images],
    created_identity_id: claimed.outcome === "linked" ? undefined : claimed.auth_identity_id,
  }
}

/** Takes a login from its person, and gives them what to claim another one with: the password that they have as an admin. */
export async function giveUpLogin(tx: Transaction, login: LoginRow): Promise<LoginClaim> {
  const metadata = login.provider_metadata ?? {}
  const hash = USER_PASSWORD_KEY in metadata ? metadata[USER_PASSWORD_KEY] : metadata.password
  await takeLoginFrom(tx, login)
  return { provider: PASSWORD_PROVIDER, password: hash ? { password: hash } : null }
}

/** The customer's login stays; of the person's own, only what has to do with the password goes. */
export async function takeLoginFrom(tx: Transaction, login: LoginRow): Promise<void> {
  const { auth_identity_id, provider_identity_id, app_metadata } = login
  if (isShared(app_metadata)) {
    // The link first: without it, a password that goes is nobody's, and ends no tokens a second time.
    await tx.knex.raw(
      "UPDATE auth_identity SET app_metadata = app_metadata - ?::text WHERE id = ?",
      [USER_LINK_KEY, auth_identity_id]
    )
    await tx.knex.raw(
      "UPDATE provider_identity SET provider_metadata = provider_metadata - ?::text WHERE id = ?",
      [USER_PASSWORD_KEY, provider_identity_id]
    )
    await forgetResetTokens(tx, auth_identity_id)
    return
  }
  await tx.knex.raw("DELETE FROM provider_identity WHERE id = ?", [provider_identity_id])
  await forgetResetTokens(tx, auth_identity_id)
  await tx.knex.raw(
    `DELETE FROM auth_identity i
     WHERE i.id = ? AND NOT EXISTS (SELECT 1 FROM provider_identity p WHERE p.auth_identity_id = i.id)`,
    [auth_identity_id]
  )
}

/** They were sent to the former address. */
async function forgetResetTokens(tx: Transaction, authIdentityId: string): Promise<void> {
  await tx.knex.raw("DELETE FROM auth_password_reset_token WHERE auth_identity_id = ?", [
    authIdentityId,
  ])
}
