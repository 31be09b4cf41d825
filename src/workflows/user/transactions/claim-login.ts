import { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { findAccess } from "../../../database/access"
import {
  findTakenLoginNames,
  lockIdentity,
  LoginRow,
  lockPasswordLogins,
  lockProviderLogins,
  removeDeletedLogins,
  storeUserPassword,
} from "../../../database/identities"
import { findUsableApiKeys } from "../../../database/principals"
import { captureIdentities, captureRows, RowImage } from "../../../database/row-images"
import { Transaction } from "../../../database/transaction"
import { ErrorCodes } from "../../../domain/error-codes"
import {
  isVouchedForBy,
  isShared,
  linkedUserId,
  planIdentity,
  USER_LINK_KEY,
  Voucher,
  vouchingApiKey,
} from "../../../domain/identity"
import { LoginOutcome } from "../types"

/** The login that a person is to have: with a password, or at another provider. */
export type LoginClaim =
  /** `password` is what the password provider stores; `null`: to be set by the person, through an email. */
  | { provider: typeof PASSWORD_PROVIDER; password: Record<string, unknown> | null }
  | { provider: string; entity_id: string }
  /** One that its holder has just proved to be theirs, and that is no admin's yet. */
  | { auth_identity_id: string }

export type ClaimedLogin = {
  outcome: LoginOutcome
  auth_identity_id: string
  provider: string
  entity_id: string
  /** Whether the login is one with a password, and has none yet. */
  needs_password: boolean
  /** Rows as they were, to undo the claim. */
  images: RowImage[]
}

/**
 * For whoever is somebody already: an admin who registered the login would have its password, and with it an account that
 * was another person's before.
 */
export const NOBODY_VOUCHES = undefined

/**
 * Gives a user their login: a new one, or one that is there already and may be theirs (see `planIdentity`). A deleted one with the
 * name makes room: nobody gets in by it.
 *
 * @param actorUserId who makes a new user: a password login that this admin registered for them is taken as it is, if no
 * password is given
 * @throws MedusaError `duplicate_error` if the login is another living user's
 */
export async function claimLogin(
  tx: Transaction,
  container: MedusaContainer,
  user: { id: string; email: string },
  claim: LoginClaim,
  actorUserId: string | undefined
): Promise<ClaimedLogin> {
  if ("auth_identity_id" in claim) {
    return await linkProvenLogin(tx, user.id, claim.auth_identity_id)
  }
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const isPassword = "password" in claim
  const existing = isPassword
    ? await lockPasswordLogins(tx.knex, user.email)
    : await lockProviderLogins(tx.knex, claim.provider, claim.entity_id)

  const voucherId = isPassword && !claim.password && existing.length ? actorUserId : undefined
  const voucher = voucherId === undefined ? undefined : await findVoucher(tx, voucherId, existing)
  const isVouchedFor = (login: LoginRow) =>
    !isPassword ||
    (voucher !== undefined &&
      !isShared(login.app_metadata) &&
      isVouchedForBy(login.provider_metadata, voucher))
  const inTheWay = existing.filter(({ is_deleted }) => is_deleted)
  const plans = existing
    .filter(({ is_deleted }) => !is_deleted)
    .map((login) => ({ login, plan: planExistingLogin(login, isVouchedFor(login)) }))
  const images = await captureIdentities(
    tx.knex,
    existing.map(({ auth_identity_id }) => auth_identity_id)
  )

  await removeDeletedLogins(tx.knex, inTheWay)
  const toReplace = plans
    .filter(({ plan }) => plan === "replace")
    .map(({ login }) => login.auth_identity_id)
  if (toReplace.length) {
    await tx.call(auth, (service, context) => service.deleteAuthIdentities(toReplace, context))
  }

  // Several customers may have spelled the email differently; the exact spelling sorts first.
  const toLink = plans.find(({ plan }) => plan === "link")?.login
  if (toLink) {
    const keepsPassword = isPassword && !isShared(toLink.app_metadata)
    await linkLogin(tx, toLink, user.id, keepsPassword ? undefined : claim)
    return {
      outcome: "linked",
      auth_identity_id: toLink.auth_identity_id,
      provider: claim.provider,
      entity_id: toLink.entity_id,
      needs_password: isPassword && !keepsPassword && !claim.password,
      images,
    }
  }

  const name = loginName(user, claim)
  const [auth_identity_id] = await createLogins(tx, container, [{ user, claim }])
  return {
    outcome: toReplace.length || inTheWay.length ? "replaced" : "created",
    auth_identity_id,
    ...name,
    needs_password: isPassword && !claim.password,
    images,
  }
}

/** A login of which it is known at which provider it is. */
type NamedClaim = Exclude<LoginClaim, { auth_identity_id: string }>

export type NewLogin = { user: { id: string; email: string }; claim: NamedClaim }

/**
 * Gives several users their logins, as {@link claimLogin} does: those that are new all at once, as nearly all of them are
 * where many people come at a time.
 */
export async function claimLogins(
  tx: Transaction,
  container: MedusaContainer,
  claims: NewLogin[],
  actorUserId: string | undefined
): Promise<ClaimedLogin[]> {
  const key = ({ provider, entity_id }: { provider: string; entity_id: string }) =>
    JSON.stringify([provider, entity_id])
  const nameOf = ({ user, claim }: NewLogin) => loginName(user, claim)
  const taken = new Set((await findTakenLoginNames(tx.knex, claims.map(nameOf))).map(key))
  const isNew = (claim: NewLogin) => !taken.has(key(nameOf(claim)))

  const fresh = claims.filter(isNew)
  const ids = await createLogins(tx, container, fresh)
  const created = new Map(fresh.map((claim, index) => [claim, ids[index]]))
  const claimed: ClaimedLogin[] = []
  for (const each of claims) {
    const { user, claim } = each
    const id = created.get(each)
    claimed.push(
      id === undefined
        ? await claimLogin(tx, container, user, claim, actorUserId)
        : {
            outcome: "created",
            auth_identity_id: id,
            ...loginName(user, claim),
            needs_password: "password" in claim && !claim.password,
            images: [],
          }
    )
  }
  return claimed
}

/** What a login is called at its provider: the email, for one with a password. */
function loginName(
  user: { email: string },
  claim: NamedClaim
): { provider: string; entity_id: string } {
  const entity_id = "password" in claim ? user.email : claim.entity_id
  return { provider: claim.provider, entity_id }
}

/** @returns the ids of the auth identities, in the order of the logins */
async function createLogins(
  tx: Transaction,
  container: MedusaContainer,
  logins: NewLogin[]
): Promise<string[]> {
  if (!logins.length) {
    return []
  }
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const rows = logins.map(({ user, claim }) => ({
    app_metadata: { [USER_LINK_KEY]: user.id },
    provider_identities: [
      {
        ...loginName(user, claim),
        ...("password" in claim ? { provider_metadata: claim.password ?? {} } : {}),
      },
    ],
  }))
  const created = await tx.call(auth, (service, context) =>
    service.createAuthIdentities(rows, context)
  )
  const byUser = new Map(created.map(({ id, app_metadata }) => [app_metadata?.[USER_LINK_KEY], id]))
  return logins.map(({ user }) => byUser.get(user.id) ?? "")
}

/** A password that a customer has for it opens the back office, too: they have just shown that they know it. */
async function linkProvenLogin(
  tx: Transaction,
  userId: string,
  authIdentityId: string
): Promise<ClaimedLogin> {
  const identity = await lockIdentity(tx.knex, authIdentityId)
  const [login] = identity?.providers ?? []
  if (!identity || !login) {
    throw new MedusaError(
      MedusaError.Types.UNAUTHORIZED,
      "The login that came with the request is gone. Register again.",
      ErrorCodes.LOGIN_GONE
    )
  }
  if (linkedUserId(identity.app_metadata)) {
    // Core's words for it (Medusa 2.21, `POST /admin/invites/accept`).
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "The user is already authenticated and cannot accept an invite."
    )
  }
  const images = await captureRows(tx.knex, "auth_identity", "id", [authIdentityId])
  await setUserLink(tx, authIdentityId, userId)
  return {
    outcome: "linked",
    auth_identity_id: authIdentityId,
    ...login,
    needs_password: false,
    images,
  }
}

/** @param logins those that they may have registered */
async function findVoucher(
  { knex }: Transaction,
  user_id: string,
  logins: LoginRow[]
): Promise<Voucher> {
  const access = await findAccess(knex, user_id)
  const apiKeys = logins.flatMap((login) => vouchingApiKey(login.provider_metadata) ?? [])
  return {
    user_id,
    tokens_valid_after: access?.tokens_valid_after ?? null,
    usable_api_keys: await findUsableApiKeys(knex, apiKeys),
  }
}

function planExistingLogin(login: LoginRow, isVouchedFor: boolean): "replace" | "link" {
  const plan = planIdentity({
    appMetadata: login.app_metadata,
    isLivingUser: login.is_living_user,
    isVouchedFor,
  })
  if (plan.action === "conflict") {
    throw new MedusaError(
      MedusaError.Types.DUPLICATE_ERROR,
      `The login "${login.entity_id}" at "${login.provider}" already belongs to user ${plan.user_id}. ` +
        "Offboard that user first, or use another login.",
      ErrorCodes.LOGIN_TAKEN
    )
  }
  return plan.action
}

/** @param claim what the admin's login is to have as its password; left out, it stays as it is */
async function linkLogin(
  tx: Transaction,
  login: LoginRow,
  userId: string,
  claim: LoginClaim | undefined
): Promise<void> {
  // The password first: on a login that is somebody's already, another password would end their tokens.
  if (claim && "password" in claim) {
    await storeUserPassword(tx.knex, login.provider_identity_id, claim.password?.password ?? null)
  }
  await setUserLink(tx, login.auth_identity_id, userId)
}

/** Only this key: the rest of the row is the other actor's, and an undo brings back no more than was changed. */
async function setUserLink(tx: Transaction, authIdentityId: string, userId: string): Promise<void> {
  await tx.knex.raw(
    `UPDATE auth_identity SET app_metadata = coalesce(app_metadata, '{}') || jsonb_build_object(?::text, ?::text)
     WHERE id = ?`,
    [USER_LINK_KEY, userId, authIdentityId]
  )
}
