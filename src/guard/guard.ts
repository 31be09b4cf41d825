import { hasPermission } from "@medusajs/framework"
import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Principal } from "../domain/access"
import { AccessRegistry, Verdict } from "../access/access-registry"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { watchApiKeys } from "./api-keys"
import {
  bringsUnverifiedApiKey,
  findSoleToken,
  hasNone,
  isAuthenticatedAsUser,
  isLogout,
  isOfUser,
  listCredentials,
  readUserCredentials,
  TokenCredential,
  UserCredential,
  withdrawCredential,
} from "./credentials"
import { answerForeignPage, isForgeable } from "./foreign-page"
import { admitToInvites, asksForInvites } from "./invite-fields"
import { asksForStream, bringsFiles, watchStream } from "./open-streams"
import { perApplication } from "./per-application"
import { explainUnauthorized, failClosed, refusalBody } from "./refusal"
import { useFreshRoles } from "./roles"
import { answerUnsafeFields, asksForInherited } from "./unsafe-fields"
import { unwrap } from "./unwrapped"

/**
 * The guard: asks, for every request on every path, whether the admin's credential that came with it is still good.
 *
 * A dead credential is withdrawn from the request before anything else can read it, so it is refused wherever one is
 * needed: `/admin`, the authenticated routes of `/auth`, and routes of the application that use Medusa's
 * `authenticate("user", …)` or read `req.session.auth_context` or the `Authorization` header themselves. Where none is
 * needed, such as a login with an old token still in the header, the request goes on without it.
 *
 * An admin's session changes nothing for a page of another origin: see `isForgeable`. Nobody's request changes what all objects of the
 * process share: see `asksForInherited`.
 *
 * An answer that goes on, as a stream of events and an export do, ends with its reader's access, and so does a request that brings
 * files: see `watchStream`.
 *
 * It looks at admin users only, and at tokens that name a login, which may be an admin's, and nobody yet, whatever actor type they
 * say; requests of customers and other actors pass without a query. Whom this instance remembers passes without one, too, and
 * without waiting.
 */
export function userLifecycleGuard(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (asksForInherited(req)) {
    return answerUnsafeFields(res)
  }
  if (bringsUnverifiedApiKey(req)) {
    watchApiKeys(req, res, accessOf(req))
  }
  const credentials = readUserCredentials(req)
  if (credentials.session && isForgeable(req)) {
    return answerForeignPage(req, res)
  }
  const sole = findSoleToken(credentials)
  if (hasNone(credentials) || (sole && passesAtOnce(req, sole))) {
    if (sole?.user_id && takesLong(req)) {
      const verdict = accessOf(req).judgeRemembered(sole.user_id, sole.issued_at_seconds)
      watchReader(req, res, [sole], [verdict?.principal])
    }
    return goOn(req, res, next)
  }
  judgeAll(req, res, next, listCredentials(credentials)).catch(next)
}

/**
 * Whether a request's only credential is known to be good, as that of nearly every request is.
 *
 * It makes as few objects as it can, and no array or closure: a fifth of what a light request costs is collecting garbage,
 * and what is made in every request makes that dearer than its own size would (V8 11.3).
 */
function passesAtOnce(req: MedusaRequest, credential: TokenCredential): boolean {
  if (!credential.user_id) {
    return false
  }
  const access = accessOf(req)
  const verdict = access.judgeRemembered(credential.user_id, credential.issued_at_seconds)
  if (!verdict?.decision.allowed || !verdict.principal) {
    return false
  }
  access.activity.seen(credential.user_id)
  if (verdict.principal.roles) {
    useFreshRoles(req, [verdict.principal])
  }
  return true
}

async function judgeAll(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
  credentials: UserCredential[]
): Promise<void> {
  const access = accessOf(req)
  let verdicts: Verdict[]
  try {
    verdicts = await Promise.all(credentials.map((credential) => judge(access, credential)))
  } catch (error) {
    return failClosed(req, res, error)
  }
  if (applyVerdicts(req, res, access, credentials, verdicts)) {
    goOn(req, res, next)
  }
}

function goOn(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  if (!asksForInvites(req)) {
    return next()
  }
  admitToInvites(req, res, next).catch(next)
}

const accessOf = perApplication((req): AccessRegistry => {
  // Here, because this is done once for each application, of which nothing is known before its first request.
  unwrap(req.app, userLifecycleGuard)
  const lifecycle: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
  return lifecycle.access
})

async function judge(access: AccessRegistry, credential: UserCredential): Promise<Verdict> {
  if (credential.kind === "api-key") {
    return await access.judgeApiKey(credential.api_key_id)
  }
  const { user_id, auth_identity_id, issued_at_seconds, actor_type } = credential
  return user_id
    ? await access.judgeToken(user_id, issued_at_seconds)
    : await access.judgeUnregisteredToken(
        String(auth_identity_id),
        issued_at_seconds,
        String(actor_type)
      )
}

/** @returns whether the request goes on; otherwise it has been answered */
function applyVerdicts(
  req: MedusaRequest,
  res: MedusaResponse,
  access: AccessRegistry,
  credentials: UserCredential[],
  verdicts: Verdict[]
): boolean {
  const people: Principal[] = []
  const good: UserCredential[] = []
  const readers: (Principal | undefined)[] = []
  for (const [index, { decision, principal }] of verdicts.entries()) {
    const credential = credentials[index]
    if (decision.allowed) {
      good.push(credential)
      readers.push(principal)
      if (principal && isOfUser(credential)) {
        // Who has only begun to log in, and has yet to give a second factor, has not been seen.
        if (credential.user_id) {
          access.activity.seen(credential.user_id)
        }
        people.push(principal)
      }
      continue
    }
    if (credential.kind === "session" && isLogout(req)) {
      continue
    }
    // Under `/admin`, Medusa's own authentication runs before any plugin, and has accepted the first one already.
    if (index === 0 && isAuthenticatedAsUser(req)) {
      res.status(401).json(refusalBody(decision.code))
      return false
    }
    withdrawCredential(req, res, credential)
    explainUnauthorized(res, decision.code)
  }
  useFreshRoles(req, people)
  if (good.length && takesLong(req)) {
    watchReader(req, res, good, readers)
  }
  return true
}

/** Whether who is judged when a request begins could have lost their access long before it ends. */
const takesLong = (req: MedusaRequest) => asksForStream(req) || bringsFiles(req)

/** @param readers whom the credentials were found to be, with the roles that let them open the stream */
function watchReader(
  req: MedusaRequest,
  res: MedusaResponse,
  credentials: UserCredential[],
  readers: (Principal | undefined)[]
): void {
  const access = accessOf(req)
  const userIds = credentials.flatMap((each) =>
    each.kind !== "api-key" && each.user_id ? [each.user_id] : []
  )
  const isNamed = userIds.length === credentials.length
  watchStream(req, res, access, new Set(isNamed ? userIds : []), async () => {
    // What Medusa asks for before it answers is Medusa's to refuse. What brings files is answered late, and was asked before.
    const policies = res.headersSent || bringsFiles(req) ? listAskedPolicies(req) : []
    const verdicts = await Promise.all(credentials.map((credential) => judge(access, credential)))
    const isAsBefore = verdicts.every(
      ({ decision, principal }, index) =>
        decision.allowed && hasSameRoles(principal, readers[index])
    )
    return isAsBefore && (await rolesStillPermit(req, verdicts, policies))
  })
}

type Policy = { resource: string; operation: string }

/** Those that Medusa has asked for by now (2.21, `wrapWithPoliciesCheck`): none where a request has just come in. */
const listAskedPolicies = (req: MedusaRequest) => [
  ...((req as { policies?: Policy[] }).policies ?? []),
]

/** A role can lose a policy, or be deleted, and stay with whoever has it. */
async function rolesStillPermit(
  req: MedusaRequest,
  verdicts: Verdict[],
  policies: Policy[]
): Promise<boolean> {
  const roles = verdicts.flatMap(({ principal }) => principal?.roles ?? [])
  return (
    !roles.length ||
    !policies.length ||
    (await hasPermission({ roles, actions: policies, container: req.scope }))
  )
}

/** With other roles, whether somebody may read on is to be asked anew. Without Medusa's RBAC, nobody has any. */
function hasSameRoles(now: Principal | undefined, before: Principal | undefined): boolean {
  return String(now?.roles ?? "") === String(before?.roles ?? "")
}
