import { AuthContext, getAuthContextFromJwtToken, MedusaRequest } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/** Medusa's actor type of admin users. Other actors are none of the guard's business. */
const USER_ACTOR = "user"

/** A token, or a session that holds a decoded one, that says it is an admin's. */
export type UserCredential = {
  kind: "bearer" | "session"
  /** The user it names, or, where it names none yet, the login. */
  bearer_of: { user_id: string } | { auth_identity_id: string }
  /** The token's `iat` claim, in seconds since 1970. */
  issued_at_seconds: number | undefined
}

/** A decoded token: Medusa's auth context with the claims that every JWT has. */
type TokenClaims = AuthContext & { iat?: number }

type WithSession = MedusaRequest & { session?: { auth_context?: TokenClaims } }

/** The credentials of admins, and of people who may become one, that came with a request. */
export function readUserCredentials(req: MedusaRequest): UserCredential[] {
  const session = toCredential("session", (req as WithSession).session?.auth_context)
  const bearer = toCredential("bearer", readBearer(req))
  return [session, bearer].filter((credential) => credential !== undefined)
}

/**
 * Takes a credential out of the request, so that nothing that runs after the guard can accept it.
 *
 * The session that is stored stays as it is, and is judged anew with the next request, which then gets the same answer
 * as this one: what stands in for its content is nobody, and is written back as what it was.
 */
export function withdrawCredential(req: MedusaRequest, { kind }: UserCredential): void {
  const { session } = req as WithSession
  if (kind === "bearer") {
    delete req.headers.authorization
  } else if (session) {
    const stored = session.auth_context
    session.auth_context = { toJSON: () => stored } as Partial<TokenClaims> as TokenClaims
  }
}

function toCredential(
  kind: UserCredential["kind"],
  claims: TokenClaims | null | undefined
): UserCredential | undefined {
  if (claims?.actor_type !== USER_ACTOR) {
    return undefined
  }
  const { actor_id: user_id, auth_identity_id, iat: issued_at_seconds } = claims
  if (user_id) {
    return { kind, bearer_of: { user_id }, issued_at_seconds }
  }
  return auth_identity_id ? { kind, bearer_of: { auth_identity_id }, issued_at_seconds } : undefined
}

/**
 * The verified claims of an admin's bearer token. The signature is checked here as well as in Medusa, so that a forged
 * token can't ask the guard whether somebody is suspended or gone; but only of tokens that say they are an admin's, so
 * that customers' requests cost nothing.
 */
function readBearer(req: MedusaRequest): TokenClaims | null {
  const { authorization } = req.headers
  if (!authorization || peekActorType(authorization) !== USER_ACTOR) {
    return null
  }
  const { http } = req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  return getAuthContextFromJwtToken(
    authorization,
    http.jwtSecret as string,
    ["bearer"],
    [USER_ACTOR],
    http.jwtPublicKey,
    http.jwtVerifyOptions ?? http.jwtOptions
  )
}

/**
 * What a token says its actor is, unverified. It takes the same word of the header as Medusa does (2.21,
 * `getAuthContextFromJwtToken`, the second of those between white space): a header that only one of the two understands
 * would be a way past the guard. Not with Medusa's expression, which takes quadratic time on a long word.
 */
function peekActorType(authorization: string): unknown {
  const token = authorization.trim().split(/\s+/, 2)[1]
  const payload = token?.split(".")[1]
  if (!payload) {
    return undefined
  }
  try {
    return JSON.parse(Buffer.from(payload, "base64").toString("utf8"))?.actor_type
  } catch {
    return undefined
  }
}
