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
  /** Credentials issued up to this instant are dead. `null`: none has been revoked. */
  tokens_valid_after: Date | null
  /** When the plugin first stored a state for the user, which is when it provisioned them. `null`: it never did. */
  known_since: Date | null
}

export type AccessDecision = { allowed: true } | { allowed: false; code: AccessRefusal }

export type AccessRefusal =
  | typeof ErrorCodes.USER_DELETED
  | typeof ErrorCodes.USER_SUSPENDED
  | typeof ErrorCodes.TOKEN_REVOKED

const REFUSED = (code: AccessRefusal): AccessDecision => ({ allowed: false, code })

/**
 * The one rule for access: a person may act if they are a living user and active.
 *
 * @param principal what is known of the person; `undefined` if there is no such user
 */
export function decidePersonAccess(principal: Principal | undefined): AccessDecision {
  if (!principal?.is_living_user || principal.status === AccessStatus.OFFBOARDED) {
    return REFUSED(ErrorCodes.USER_DELETED)
  }
  if (principal.status === AccessStatus.SUSPENDED) {
    return REFUSED(ErrorCodes.USER_SUSPENDED)
  }
  return { allowed: true }
}

/**
 * The same rule for a JWT, or for a session that holds a decoded one: the person may act, and the token was issued
 * after their `tokens_valid_after`.
 *
 * `iat` counts whole seconds (RFC 7519, section 4.1.6), so a token of the very second of a revocation could be from
 * before or after it. It dies: a person who logs in again within that second is asked to do so once more. A token
 * without a usable `iat` cannot prove that it is younger than a revocation, and dies with the first one.
 *
 * @param issuedAtSeconds the token's `iat` claim, in seconds since 1970
 */
export function decideTokenAccess(
  principal: Principal | undefined,
  issuedAtSeconds: number | undefined
): AccessDecision {
  const decision = decidePersonAccess(principal)
  const cutOff = principal?.tokens_valid_after
  if (!decision.allowed || !cutOff) {
    return decision
  }
  return isIssuedAfter(issuedAtSeconds, cutOff) ? decision : REFUSED(ErrorCodes.TOKEN_REVOKED)
}

/**
 * The same rule for a token that names a login but no user, as Medusa issues at registration and before a second factor
 * (2.21, `generateJwtTokenForAuthIdentity`). Medusa looks up who the login is when the token is *used*, so one that a
 * stranger kept from before would turn into the token of whoever was provisioned with that login since. It is good only
 * if it is younger than that.
 *
 * @param principal the user that the login belongs to now; `undefined` if to none, and then there is nothing to guard
 */
export function decideUnregisteredTokenAccess(
  principal: Principal | undefined,
  issuedAtSeconds: number | undefined
): AccessDecision {
  if (!principal) {
    return { allowed: true }
  }
  if (principal.known_since && !isIssuedAfter(issuedAtSeconds, principal.known_since)) {
    return REFUSED(ErrorCodes.TOKEN_REVOKED)
  }
  return decideTokenAccess(principal, issuedAtSeconds)
}

function isIssuedAfter(issuedAtSeconds: number | undefined, cutOff: Date): boolean {
  const cutOffSeconds = Math.floor(cutOff.getTime() / 1000)
  return typeof issuedAtSeconds === "number" && issuedAtSeconds > cutOffSeconds
}

/** What to tell the holder of a refused credential: what happened, and what they can do. Never who or why. */
export const accessRefusalMessages: Record<AccessRefusal, string> = {
  [ErrorCodes.USER_DELETED]:
    "This credential belongs to a user who no longer exists. Ask an admin of this shop for a new invite.",
  [ErrorCodes.USER_SUSPENDED]:
    "This credential belongs to a user who is suspended. Ask an admin of this shop to reactivate the user.",
  [ErrorCodes.TOKEN_REVOKED]: "This session has been revoked. Log in again.",
}
