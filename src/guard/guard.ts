import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { Principal } from "../domain/access"
import { AccessRegistry, Verdict } from "../access/access-registry"
import { describeDatabaseError } from "../database/transaction"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { watchApiKeys } from "./api-keys"
import {
  bringsUnverifiedApiKey,
  isAuthenticatedAsUser,
  readUserCredentials,
  UserCredential,
  withdrawCredential,
} from "./credentials"
import { answerAccessUnknown, explainUnauthorized, refusalBody } from "./refusal"
import { useFreshRoles } from "./roles"

/**
 * The guard: asks, for every request on every path, whether the admin's credential that came with it is still good.
 *
 * A dead credential is withdrawn from the request before anything else can read it, so it is refused wherever one is
 * needed: `/admin`, the authenticated routes of `/auth`, and routes of the application that use Medusa's
 * `authenticate("user", …)` or read `req.session.auth_context` or the `Authorization` header themselves. Where none is
 * needed, such as a login with an old token still in the header, the request goes on without it.
 *
 * It looks at admin users only; requests of customers and other actors pass without a query. Whom this instance
 * remembers passes without one, too, and without waiting.
 */
export function guard(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  const credentials = readUserCredentials(req)
  const bringsApiKey = bringsUnverifiedApiKey(req)
  if (!credentials.length && !bringsApiKey) {
    return next()
  }
  const access = accessOf(req)
  if (bringsApiKey) {
    watchApiKeys(req, res, access)
  }

  const verdicts = credentials.map((credential) => judge(access, credential))
  if (verdicts.every(isKnown)) {
    return conclude(req, res, next, access, credentials, verdicts)
  }
  Promise.all(verdicts.map(async (verdict) => await verdict)).then(
    (settled) => conclude(req, res, next, access, credentials, settled),
    (error: unknown) => {
      const logger: Logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER)
      logger.error(`user-lifecycle: access could not be checked: ${describeDatabaseError(error)}`)
      answerAccessUnknown(res)
    }
  )
}

const registries = new WeakMap<object, AccessRegistry>()

/** By the application's server, because looking it up in the scope is what most of it would cost. */
function accessOf(req: MedusaRequest): AccessRegistry {
  let access = registries.get(req.app)
  if (!access) {
    const lifecycle: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
    access = lifecycle.access
    registries.set(req.app, access)
  }
  return access
}

/** A session that is dead can still be thrown away: `DELETE /auth/session`. */
function isLogout(req: MedusaRequest): boolean {
  return req.method === "DELETE" && /^\/auth\/session\/?$/i.test(req.path)
}

/** Whether the answer did not have to be waited for. */
const isKnown = (verdict: Verdict | Promise<Verdict>): verdict is Verdict =>
  !(verdict instanceof Promise)

function judge(access: AccessRegistry, credential: UserCredential): Verdict | Promise<Verdict> {
  if (credential.kind === "api-key") {
    return access.judgeApiKey(credential.api_key_id)
  }
  const { bearer_of, issued_at_seconds } = credential
  return "user_id" in bearer_of
    ? access.judgeToken(bearer_of.user_id, issued_at_seconds)
    : access.judgeUnregisteredToken(bearer_of.auth_identity_id, issued_at_seconds)
}

function conclude(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
  access: AccessRegistry,
  credentials: UserCredential[],
  verdicts: Verdict[]
): void {
  const people: Principal[] = []
  for (const [index, { decision, principal }] of verdicts.entries()) {
    const credential = credentials[index]
    if (decision.allowed) {
      if (principal && credential.kind !== "api-key") {
        access.activity.seen(principal.user_id)
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
      return
    }
    withdrawCredential(req, res, credential)
    explainUnauthorized(res, decision.code)
  }
  useFreshRoles(req, people)
  next()
}
