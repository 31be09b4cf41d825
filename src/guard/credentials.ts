import {
  AuthContext,
  AuthenticatedMedusaRequest,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { BearerVerifier, TokenClaims } from "./bearer-verifier"
import { perApplication } from "./per-application"

/** Medusa's actor types of admin users, and of the secret API keys that they make. */
const USER_ACTOR = "user"
const API_KEY_ACTOR = "api-key"

/** What Medusa's verification (2.21) takes for every actor type. */
const ANY_ACTOR = "*"

/** A secret API key, which Medusa has verified. */
export type ApiKeyCredential = { kind: "api-key"; api_key_id: string }

/** A token, or a session that holds a decoded one. It names a user, or, where it names nobody yet, a login. */
export type TokenCredential = {
  kind: "bearer" | "session"
  actor_type: string
  user_id: string | undefined
  auth_identity_id: string | undefined
  /** The token's `iat` claim, in seconds since 1970. */
  issued_at_seconds: number | undefined
}

/** A credential that says it is an admin's, or could be one's. */
export type UserCredential = ApiKeyCredential | TokenCredential

/** What came with a request, of each kind. */
export type UserCredentials = {
  api_key: ApiKeyCredential | undefined
  session: TokenCredential | undefined
  bearer: TokenCredential | undefined
  /**
   * Of another actor type, and naming a login and no actor: Medusa (2.21) hands those out for every login, an admin's included.
   * `undefined`, as nearly always: there is none.
   */
  others: TokenCredential[] | undefined
}

type WithSession = MedusaRequest & { session?: { auth_context?: TokenClaims } }

/** The credentials of admins, and of people who may become one, that came with a request. */
export function readUserCredentials(req: MedusaRequest): UserCredentials {
  const authContext = authContextOf(req)
  const stored = (req as WithSession).session?.auth_context
  const isTokenVerified = authContext?.actor_type === USER_ACTOR && authContext !== stored
  const session = toCredential("session", stored)
  const bearer = toCredential("bearer", isTokenVerified ? authContext : readBearer(req))
  return {
    api_key:
      authContext?.actor_type === API_KEY_ACTOR
        ? { kind: "api-key", api_key_id: authContext.actor_id }
        : undefined,
    session: isOfUser(session) ? session : undefined,
    bearer: isOfUser(bearer) ? bearer : undefined,
    others:
      isOfAnother(session) || isOfAnother(bearer)
        ? [session, bearer].filter(isOfAnother)
        : undefined,
  }
}

/** Whether a credential is a token, or a session, of an admin. */
export function isOfUser(credential: UserCredential | undefined): credential is TokenCredential {
  return !!credential && credential.kind !== "api-key" && credential.actor_type === USER_ACTOR
}

const isOfAnother = (credential: TokenCredential | undefined): credential is TokenCredential =>
  !!credential && !isOfUser(credential)

export function hasNone({ api_key, session, bearer, others }: UserCredentials): boolean {
  return !api_key && !session && !bearer && !others
}

/** The token or session that came alone. */
export function findSoleToken({
  api_key,
  session,
  bearer,
  others,
}: UserCredentials): TokenCredential | undefined {
  return api_key || others || (session && bearer) ? undefined : (session ?? bearer)
}

/** All of them. Where Medusa has authenticated the request already, as it has under `/admin`, the one that it took is the first. */
export function listCredentials({
  api_key,
  session,
  bearer,
  others = [],
}: UserCredentials): UserCredential[] {
  return [api_key, session, bearer, ...others].filter((each) => each !== undefined)
}

/**
 * Whether a request brings what Medusa (2.21) would read as an API key, and Medusa has not looked at it yet: as a customer's it has
 * accepted the session that came along, under `/store`.
 */
export function bringsUnverifiedApiKey(req: MedusaRequest): boolean {
  const { authorization } = req.headers
  return !!authorization && /^basic /i.test(authorization) && !isAuthenticatedAsUser(req)
}

/** Whether Medusa has accepted a credential of an admin's before the guard. */
export function isAuthenticatedAsUser(req: MedusaRequest): boolean {
  const actorType = authContextOf(req)?.actor_type
  return actorType === USER_ACTOR || actorType === API_KEY_ACTOR
}

/** A session that is dead, or came with a page's request, can still be thrown away: `DELETE /auth/session`. */
export function isLogout({ method, path }: MedusaRequest): boolean {
  return method === "DELETE" && /^\/auth\/session\/?$/i.test(path)
}

/**
 * Takes a credential out of the request, so that nothing that runs after the guard can accept it, and what else came with
 * the request counts as if it had come alone.
 *
 * The session that is stored stays as it is, and is judged anew with the next request, which then gets the same answer
 * as this one: its content is put back when the request is answered, unless somebody has logged in with it meanwhile.
 */
export function withdrawCredential(
  req: MedusaRequest,
  res: MedusaResponse,
  { kind }: UserCredential
): void {
  const { session } = req as WithSession
  if (kind !== "session") {
    delete req.headers.authorization
  } else if (session?.auth_context) {
    const stored = session.auth_context
    delete session.auth_context
    // `express-session` (1.18) stores the session when the answer ends, in a wrapper of its own that this one calls.
    const end: (...args: never[]) => typeof res = res.end.bind(res)
    res.end = (...args: never[]) => {
      session.auth_context ??= stored
      return end(...args)
    }
  }
}

function authContextOf(req: MedusaRequest): AuthContext | undefined {
  return (req as Partial<AuthenticatedMedusaRequest>).auth_context
}

function toCredential(
  kind: "bearer" | "session",
  claims: TokenClaims | null | undefined
): TokenCredential | undefined {
  if (!isToBeJudged(claims)) {
    return undefined
  }
  const { actor_type, actor_id, auth_identity_id, iat } = claims
  return {
    kind,
    actor_type,
    user_id: actor_id || undefined,
    auth_identity_id,
    issued_at_seconds: iat,
  }
}

/** Whether a token says that it is an admin's, or names a login that could be one's. One that names another actor is theirs. */
function isToBeJudged(claims: Partial<TokenClaims> | null | undefined): claims is TokenClaims {
  return (
    !!claims && (claims.actor_id ? claims.actor_type === USER_ACTOR : !!claims.auth_identity_id)
  )
}

/**
 * The verified claims of a bearer token that is to be judged. The signature is checked here as well as in Medusa, so that a forged
 * token can't ask the guard whether somebody is suspended or gone; but of no token that names another actor, so that
 * customers' requests cost next to nothing: their claims are read, and that is all.
 */
function readBearer(req: MedusaRequest): TokenClaims | null {
  const { authorization } = req.headers
  if (!authorization) {
    return null
  }
  const verifier = verifierOf(req)
  const known = verifier.recall(authorization)
  if (known) {
    return known
  }
  return isToBeJudged(peekClaims(authorization)) ? verifier.verify(authorization) : null
}

/** What a token says that this application has signed for such an actor, and that has not expired. */
export function verifyBearer(
  req: MedusaRequest,
  authorization: string | undefined,
  actorType: string
): TokenClaims | null {
  const claims = verifierOf(req).verify(authorization)
  return claims?.actor_type === actorType ? claims : null
}

const verifierOf = perApplication((req) => {
  const { http } = req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  return new BearerVerifier(http, ANY_ACTOR)
})

/**
 * What a token says, unverified. It takes the same word of the header as Medusa does (2.21,
 * `getAuthContextFromJwtToken`, the second of those between white space): a header that only one of the two understands
 * would be a way past the guard. Not with Medusa's expression, which takes quadratic time on a long word.
 */
function peekClaims(authorization: string): Partial<TokenClaims> | undefined {
  const token = authorization.trim().split(/\s+/, 2)[1]
  const payload = token?.split(".")[1]
  if (!payload) {
    return undefined
  }
  try {
    return JSON.parse(Buffer.from(payload, "base64").toString("utf8"))
  } catch {
    return undefined
  }
}
