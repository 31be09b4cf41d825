import { ErrorCodes } from "./error-codes"

/** What a person may do now. A living user without a stored state is older than the plugin and counts as active. */
export const AccessStatus = {
  ACTIVE: "active",
  SUSPENDED: "suspended",
  OFFBOARDED: "offboarded",
} as const

export type AccessStatus = (typeof AccessStatus)[keyof typeof AccessStatus]

/** What the database knows about the person behind a credential, read in one query. */
export type Principal = {
  user_id: string
  /** There is a user row that is not soft-deleted. */
  is_living_user: boolean
  /** `null`: no stored state, the user is older than the plugin. */
  status: AccessStatus | null
  /** When a suspension ends by itself. `null`: not by itself, or there is none. */
  until: Date | null
  /** Credentials issued up to this instant are dead. `null`: none has been revoked. */
  tokens_valid_after: Date | null
  /**
   * The last revocation was no later than this. `tokens_valid_after` can be ahead of it, where a token was dated ahead (see
   * {@link dateToken}). `null`: there was none.
   */
  revoked_at: Date | null
  /** When the one token was issued that the last revocation spared. `null`: it spared none. */
  spared_token_issued_at: Date | null
  /**
   * When the plugin first stored a state for the user, which is when it provisioned them. `null`: it never did. Of somebody who was
   * looked up by a login with a password, since when it is theirs.
   */
  known_since: Date | null
  /** Ids of the person's RBAC roles. `null`: Medusa's RBAC is not enabled. */
  roles: string[] | null
}

export type AccessDecision = { allowed: true } | { allowed: false; code: AccessRefusal }

export type AccessRefusal =
  | typeof ErrorCodes.USER_DELETED
  | typeof ErrorCodes.USER_SUSPENDED
  | typeof ErrorCodes.TOKEN_REVOKED

export const ALLOWED: AccessDecision = { allowed: true }
const REFUSED = (code: AccessRefusal): AccessDecision => ({ allowed: false, code })
export const REVOKED = REFUSED(ErrorCodes.TOKEN_REVOKED)

/** A number is milliseconds since 1970, and makes no object, as is worth it where every request asks. */
export type Instant = Date | number

/**
 * What a stored state amounts to now: a suspension whose end has passed is over, without anybody doing anything.
 *
 * @param now the instant, by the clock of the database
 */
export function effectiveStatus(
  { status, until }: { status: AccessStatus | null; until: Date | null },
  now: Instant
): AccessStatus {
  const isOver =
    status === AccessStatus.SUSPENDED && until !== null && until.getTime() <= Number(now)
  return isOver ? AccessStatus.ACTIVE : (status ?? AccessStatus.ACTIVE)
}

/**
 * The one rule for access: a person may act if they are a living user and active.
 *
 * @param principal what is known of the person; `undefined` if there is no such user
 * @param now the instant, by the clock of the database: those of two instances can differ
 */
export function decidePersonAccess(principal: Principal | undefined, now: Instant): AccessDecision {
  if (!principal?.is_living_user) {
    return REFUSED(ErrorCodes.USER_DELETED)
  }
  switch (effectiveStatus(principal, now)) {
    case AccessStatus.OFFBOARDED:
      return REFUSED(ErrorCodes.USER_DELETED)
    case AccessStatus.SUSPENDED:
      return REFUSED(ErrorCodes.USER_SUSPENDED)
    case AccessStatus.ACTIVE:
      return ALLOWED
  }
}

/**
 * The same rule for a JWT, or for a session that holds a decoded one: the person may act, and the token was issued
 * after their `tokens_valid_after`.
 *
 * `iat` counts whole seconds (RFC 7519, section 4.1.6), so a token of the very second of a revocation could be from
 * before or after it. It dies; see {@link dateToken} for what a login in that second gets. A token without a usable
 * `iat` cannot prove that it is younger than a revocation, and dies with the first one.
 *
 * @param issuedAtSeconds the token's `iat` claim, in seconds since 1970
 */
export function decideTokenAccess(
  principal: Principal | undefined,
  issuedAtSeconds: number | undefined,
  now: Instant
): AccessDecision {
  const decision = decidePersonAccess(principal, now)
  const cutOff = principal?.tokens_valid_after
  if (!decision.allowed || !cutOff) {
    return decision
  }
  const spared = principal.spared_token_issued_at
  const isGood =
    isIssuedAfter(issuedAtSeconds, cutOff) || (!!spared && issuedAtSeconds === toSeconds(spared))
  return isGood ? decision : REFUSED(ErrorCodes.TOKEN_REVOKED)
}

/**
 * The same rule for a login that was under way: nothing was revoked since it began. Whoever had checked a password before
 * it was changed, or before the person was offboarded, gets no token for it after.
 *
 * @param beganAt when the login began, by the clock of the database
 */
export function decideLoginAccess(
  principal: Principal | undefined,
  beganAt: Date,
  now: Date
): AccessDecision {
  const decision = decidePersonAccess(principal, now)
  const isOutdated = !!principal?.revoked_at && principal.revoked_at >= beganAt
  return decision.allowed && isOutdated ? REFUSED(ErrorCodes.TOKEN_REVOKED) : decision
}

/**
 * The same rule for a login whose password was checked: whose the login is now is whose it was then. A customer's password opens
 * the login until it is an admin's, too, and no longer.
 *
 * @param ownerAtCheck the id of the user that the login belonged to when its password was read; `undefined` if to none
 */
export function decideOwnLogin(
  principal: Principal | undefined,
  ownerAtCheck: string | undefined
): AccessDecision {
  return principal?.user_id === ownerAtCheck ? ALLOWED : REVOKED
}

/**
 * The same rule for a token that names a login but no user, as Medusa issues at registration and before a second factor
 * (2.21, `generateJwtTokenForAuthIdentity`). Medusa looks up who the login is when the token is *used*, so one that a
 * stranger kept from before would turn into the token of whoever was provisioned with that login since. It is good only
 * if it is younger than that.
 *
 * Whatever actor type it says: Medusa hands one out for any, to whoever knows the password of an admin's login.
 *
 * @param principal the user that the login belongs to now; `undefined` if to none, and then there is nothing to guard
 */
export function decideUnregisteredTokenAccess(
  principal: Principal | undefined,
  issuedAtSeconds: number | undefined,
  now: Date
): AccessDecision {
  if (!principal) {
    return ALLOWED
  }
  if (principal.known_since && !isIssuedAfter(issuedAtSeconds, principal.known_since)) {
    return REFUSED(ErrorCodes.TOKEN_REVOKED)
  }
  return decideTokenAccess(principal, issuedAtSeconds, now)
}

/**
 * What counts of a person whose login is another actor's as well, such as a customer's, where it is that actor who logs in:
 * whatever has become of the admin, they may. What was handed out for the login before a revocation dies all the same: it could
 * be from before the login was theirs.
 */
export function asOtherActor(principal: Principal): Principal {
  return { ...principal, is_living_user: true, status: AccessStatus.ACTIVE }
}

/** What the database knows of a secret API key, and of the person who made it, also by way of other keys. */
export type ApiKeyFacts = {
  /** By the clock of the database. Medusa compares with the instance's own (2.21), which may be late. */
  is_revoked: boolean
  /** Who made it; `undefined` if no user did, such as for one that a script made. */
  owner_id: string | undefined
  /** `undefined`: nothing is known of the owner any more. */
  owner: Principal | undefined
}

/**
 * The same rule for a secret API key: it is not revoked, and whoever made it is a living user and active.
 *
 * It outlives its maker where their offboarding was told to keep it: an offboarding revokes what has to go, so what is
 * not revoked was kept. Somebody who was deleted without one has decided nothing.
 *
 * @param policy.keepsKeysOfTheGone option `offboarding.revoke_api_keys` is off: keys outlive their makers here
 */
export function decideApiKeyAccess(
  { is_revoked, owner_id, owner }: ApiKeyFacts,
  { keepsKeysOfTheGone }: { keepsKeysOfTheGone: boolean },
  now: Date
): AccessDecision {
  if (is_revoked) {
    return REFUSED(ErrorCodes.TOKEN_REVOKED)
  }
  // Whoever is offboarded and a user all the same was put back by somebody who decided nothing about keys.
  const isOffboarded = owner?.status === AccessStatus.OFFBOARDED && !owner.is_living_user
  if (owner_id === undefined || isOffboarded) {
    return ALLOWED
  }
  if (!owner?.is_living_user && keepsKeysOfTheGone) {
    return ALLOWED
  }
  return decidePersonAccess(owner, now)
}

/**
 * The `iat` that a token gets which is handed out now: what the clock of the issuing instance says, kept between the
 * last revocation and now by the clock of the database, with which revocations are dated.
 *
 * So a token from an instance whose clock is ahead does not outlive a revocation, and one from an instance whose clock
 * is late, or from the very second of a revocation, is good although it looks older. The latter is dated a second ahead;
 * that has to be stored, so that the next revocation is dated no earlier (see `nextCutOffSql`).
 *
 * @param now the instant, by the clock of the database, read when everything that revokes had to wait
 */
export function dateToken(issuedAtSeconds: number, now: Date, cutOff: Date | null): number {
  const latest = toSeconds(now)
  const earliest = cutOff ? toSeconds(cutOff) + 1 : 0
  return Math.max(Math.min(issuedAtSeconds, latest), earliest)
}

/**
 * The last instant of which a person's token must be younger.
 *
 * @param isRegistered whether the token names the user; one that names only the login must be younger than the user, too
 */
export function latestCutOff(
  principal: Principal | undefined,
  { isRegistered }: { isRegistered: boolean }
): Date | null {
  const { tokens_valid_after = null, known_since = null } = principal ?? {}
  if (isRegistered || !known_since) {
    return tokens_valid_after
  }
  return tokens_valid_after && tokens_valid_after > known_since ? tokens_valid_after : known_since
}

function isIssuedAfter(issuedAtSeconds: number | undefined, cutOff: Date): boolean {
  return typeof issuedAtSeconds === "number" && issuedAtSeconds > toSeconds(cutOff)
}

const toSeconds = (instant: Date) => Math.floor(instant.getTime() / 1000)

/** What to tell the holder of a refused credential: what happened, and what they can do. Never who or why. */
export const accessRefusalMessages: Record<AccessRefusal, string> = {
  [ErrorCodes.USER_DELETED]:
    "This credential belongs to a user who no longer exists. Ask an admin of this shop for a new invite.",
  [ErrorCodes.USER_SUSPENDED]:
    "This credential belongs to a user who is suspended. Ask an admin of this shop to reactivate the user.",
  [ErrorCodes.TOKEN_REVOKED]: "This session has been revoked. Log in again.",
}
