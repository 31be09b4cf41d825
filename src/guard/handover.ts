import {
  AuthContext,
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { LOOKUP_TIMEOUT_MS, withinOrNever } from "../access/within"
import { readClaims, redateToken, SignedClaims } from "../auth/redate-token"
import { CheckedLogin } from "../auth/user-login"
import { storeTokenDate } from "../database/access"
import { hasPasswordChangedSince } from "../database/history"
import { lockIdentity, readPasswordHash } from "../database/identities"
import { lockAccessShared } from "../database/locks"
import {
  readDatabaseClock,
  Reading,
  readPrincipal,
  readPrincipalOfIdentity,
} from "../database/principals"
import {
  AccessDecision,
  ALLOWED,
  dateToken,
  decideLoginAccess,
  decideOwnLogin,
  decideTokenAccess,
  decideUnregisteredTokenAccess,
  latestCutOff,
  Principal,
  REVOKED,
} from "../domain/access"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { checkedLogin } from "./checked-login"
import { doInTime, failClosed, refusalBody } from "./refusal"

/** What a token that is about to be handed out rests on. */
type Evidence =
  /**
   * A password, or the word of an identity provider, given with a request that began at this instant: asked as soon as it is known
   * what time it is, since whatever goes by until then makes the request older than it is.
   */
  | { began_at: (now: Date) => Date; checked?: CheckedLogin }
  /** Another token, which must still be good. */
  | { presented: AuthContext & { iat?: number } }

/**
 * Judges the token that a login hands out to an admin: nobody gets one who may not act. Medusa (2.21) asks the login, and
 * not the person. Of another actor type, the one is judged that names the login, which may be an admin's, and nobody yet.
 *
 * For middleware of routes with the parameter `actor_type`.
 */
export async function watchLogin(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  if (req.params.actor_type === "user") {
    return await watchAdminLogin(req, res, next)
  }
  // Without asking the database what time it is: nearly all of these are customers', and not judged.
  const began_ms = performance.now()
  watchTokens(req, res, {
    began_at: (now) => new Date(now.getTime() - (performance.now() - began_ms)),
  })
  next()
}

/** The same for routes whose tokens are all admins'. */
export async function watchAdminLogin(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const began = await doInTime(req, res, () => readDatabaseClock(db))
  if (began) {
    watchTokens(req, res, { began_at: () => began.result })
    next()
  }
}

/** The same for a token that is handed out for another one. For middleware that runs after Medusa's authentication. */
export function watchExchange(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (req.auth_context) {
    watchTokens(req, res, { presented: req.auth_context })
  }
  next()
}

function watchTokens(req: MedusaRequest, res: MedusaResponse, evidence: Evidence): void {
  const json = res.json.bind(res)
  res.json = (body) => {
    const answer = body as { token?: unknown } | undefined
    const claims = res.statusCode < 300 ? readClaims(answer?.token) : undefined
    if (!claims || (claims.actor_type !== "user" && claims.actor_id)) {
      return json(body)
    }
    const shown = "began_at" in evidence ? { ...evidence, checked: checkedLogin(req) } : evidence
    handOver(req, claims, shown).then(
      ({ decision, token }) => {
        if (decision.allowed) {
          json(token ? { ...answer, token } : body)
        } else {
          res.status(401)
          json(refusalBody(decision.code))
        }
      },
      (error: unknown) => {
        res.json = json
        failClosed(req, res, error)
      }
    )
    return res
  }
}

/**
 * Decides whether a token is handed out, and dates it: see `dateToken`.
 *
 * @returns `token` if it had to be dated anew
 */
async function handOver(
  req: MedusaRequest,
  claims: SignedClaims,
  evidence: Evidence
): Promise<{ decision: AccessDecision; token?: string }> {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const decideInTransaction = async (knex: Knex.Transaction, assertInTime: () => void) => {
    assertInTime()
    // Of whom the network loses here, the database lets go by itself: whoever revokes this person's tokens waits for the lock.
    await knex.raw(
      `SET LOCAL lock_timeout = ${LOOKUP_TIMEOUT_MS};
       SET LOCAL idle_in_transaction_session_timeout = ${LOOKUP_TIMEOUT_MS}`
    )
    const { facts: principal, read_at } = await readOwner(knex, claims, evidence)
    const dated = dateEvidence(evidence, read_at)
    const isOutdated = !!principal && (await restsOnFormerPassword(knex, claims, principal, dated))
    const decision = isOutdated ? REVOKED : decide(claims, principal, read_at, dated)
    const date = decision.allowed ? dateOf(claims, principal, read_at) : undefined
    if (principal && date !== undefined && date * 1000 > read_at.getTime()) {
      await storeTokenDate(knex, principal.user_id, date)
    }
    assertInTime()
    return { decision, date }
  }
  const { decision, date } = await withinOrNever(LOOKUP_TIMEOUT_MS, (assertInTime) =>
    db.transaction((knex) => decideInTransaction(knex, assertInTime))
  )

  if (decision.allowed && claims.actor_id && isLogin(evidence)) {
    const { access }: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
    access.activity.loggedIn(String(claims.actor_id))
  }
  const isDatedAnew = date !== undefined && date !== claims.iat
  return { decision, token: isDatedAnew ? redateToken(req.scope, claims, date) : undefined }
}

/** The same evidence, when it is known what time it is. */
type DatedEvidence =
  { began_at: Date; checked?: CheckedLogin } | Extract<Evidence, { presented: unknown }>

const dateEvidence = (evidence: Evidence, now: Date): DatedEvidence =>
  "began_at" in evidence ? { ...evidence, began_at: evidence.began_at(now) } : evidence

function dateOf(
  { iat, actor_id }: SignedClaims,
  principal: Principal | undefined,
  now: Date
): number | undefined {
  return typeof iat === "number"
    ? dateToken(iat, now, latestCutOff(principal, { isRegistered: !!actor_id }))
    : undefined
}

/** Longer by far than a change of a password takes to commit. */
const MAX_CHANGE_MS = 60_000

/**
 * Whether what was checked is not the login's password any more. A change is dated before it commits (see `decideLoginAccess`), and
 * in between the former one opens the login. To be called after what waits for whoever changes it.
 *
 * Of another actor type, nobody looks at what Medusa checks: a login as such in the minute after a change has to be tried again. As an
 * admin, whoever had no password checked signed in at another provider.
 */
async function restsOnFormerPassword(
  knex: Knex.Transaction,
  { actor_id, actor_type }: SignedClaims,
  { user_id }: Principal,
  evidence: DatedEvidence
): Promise<boolean> {
  if (!("began_at" in evidence)) {
    return false
  }
  const { checked, began_at } = evidence
  if (checked?.password) {
    const { provider_identity_id, hash } = checked.password
    return (await readPasswordHash(knex, provider_identity_id)) !== hash
  }
  const since = new Date(began_at.getTime() - MAX_CHANGE_MS)
  const isUnchecked = !actor_id && actor_type !== "user"
  return isUnchecked && (await hasPasswordChangedSince(knex, user_id, since))
}

/** Whoever revokes this person's tokens waits, or has done so: see `lockAccess`. */
async function readOwner(
  knex: Knex.Transaction,
  claims: SignedClaims,
  evidence: Evidence
): Promise<Reading<Principal | undefined>> {
  const authIdentityId = String(claims.auth_identity_id)
  const actorType = String(claims.actor_type)
  if (claims.actor_id) {
    const userId = String(claims.actor_id)
    await lockAccessShared(knex, userId)
    const reading = await readPrincipal(knex, userId)
    const linked = isUnregistered(evidence) && (await readPrincipalOfIdentity(knex, authIdentityId))
    // Since when the login is theirs depends on what kind of login it is.
    return linked && linked.facts?.user_id === userId ? linked : reading
  }
  const read = () => readPrincipalOfIdentity(knex, authIdentityId, actorType)
  let { facts: owner } = await read()
  if (!owner) {
    // Whoever is about to link it waits until the token is handed out, and is older than the link; or has done so.
    await lockIdentity(knex, authIdentityId)
    owner = (await read()).facts
  }
  if (owner) {
    await lockAccessShared(knex, owner.user_id)
  }
  return await read()
}

/** Whether what was shown is a token that names a login and no user. */
function isUnregistered(evidence: Evidence): boolean {
  return "presented" in evidence && !evidence.presented.actor_id
}

function decide(
  claims: SignedClaims,
  principal: Principal | undefined,
  now: Date,
  evidence: DatedEvidence
): AccessDecision {
  // A login that is nobody's yet: there is nobody to guard.
  const isNobodys = !claims.actor_id && !principal
  if ("began_at" in evidence) {
    const { began_at, checked } = evidence
    const decision = isNobodys ? ALLOWED : decideLoginAccess(principal, began_at, now)
    return decision.allowed && checked ? decideOwnLogin(principal, checked.owner_id) : decision
  }
  if (isNobodys) {
    return ALLOWED
  }
  const { actor_id, iat } = evidence.presented
  if (actor_id && actor_id !== claims.actor_id) {
    // The login has become somebody else's since.
    return REVOKED
  }
  return actor_id
    ? decideTokenAccess(principal, iat, now)
    : decideUnregisteredTokenAccess(principal, iat, now)
}

/** Refreshing a token is none; what completes a login that was under way is. */
function isLogin(evidence: Evidence): boolean {
  return "began_at" in evidence || isUnregistered(evidence)
}
