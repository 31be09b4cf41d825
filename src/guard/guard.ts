import {
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findPrincipal, findPrincipalOfIdentity } from "../database/principals"
import { describeDatabaseError } from "../database/transaction"
import { AccessRefusal, decideTokenAccess, decideUnregisteredTokenAccess } from "../domain/access"
import { readUserCredentials, UserCredential, withdrawCredential } from "./credentials"
import { answerAccessUnknown, explainUnauthorized, refusalBody } from "./refusal"

/** How long the database may take to say who somebody is. */
const LOOKUP_TIMEOUT_MS = 5_000

/**
 * The guard: asks, for every request on every path, whether the admin's credential that came with it is still good.
 *
 * A dead credential is withdrawn from the request before anything else can read it, so it is refused wherever one is
 * needed: `/admin`, the authenticated routes of `/auth`, and routes of the application that use Medusa's
 * `authenticate("user", …)` or read `req.session.auth_context` or the `Authorization` header themselves. Where none is
 * needed, such as a login with an old token still in the header, the request goes on without it.
 *
 * It looks at admin users only; requests of customers and other actors pass without a query.
 */
export async function guard(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const credentials = readUserCredentials(req)
  if (!credentials.length) {
    return next()
  }

  let refusals: (AccessRefusal | undefined)[]
  try {
    refusals = await Promise.all(credentials.map((credential) => findRefusal(req, credential)))
  } catch (error) {
    const logger: Logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(`user-lifecycle: access could not be checked: ${describeDatabaseError(error)}`)
    return answerAccessUnknown(res)
  }

  for (const [index, code] of refusals.entries()) {
    if (!code) {
      continue
    }
    withdrawCredential(req, credentials[index])
    // Where both a session and a token came, Medusa's authentication took the session, which is the first.
    if (index === 0 && isAuthenticatedAsUser(req)) {
      res.status(401).json(refusalBody(code))
      return
    }
    explainUnauthorized(res, code)
  }
  return next()
}

async function findRefusal(
  req: MedusaRequest,
  { bearer_of, issued_at_seconds }: UserCredential
): Promise<AccessRefusal | undefined> {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const decision =
    "user_id" in bearer_of
      ? decideTokenAccess(
          await within(LOOKUP_TIMEOUT_MS, findPrincipal(db, bearer_of.user_id)),
          issued_at_seconds
        )
      : decideUnregisteredTokenAccess(
          await within(LOOKUP_TIMEOUT_MS, findPrincipalOfIdentity(db, bearer_of.auth_identity_id)),
          issued_at_seconds
        )
  return decision.allowed ? undefined : decision.code
}

/** A pool that finds no database goes on trying for a minute; a person is told sooner. */
async function within<TResult>(timeoutMs: number, lookup: Promise<TResult>): Promise<TResult> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([lookup, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/** Under `/admin`, Medusa's own authentication runs before any plugin, and has accepted the credential already. */
function isAuthenticatedAsUser(req: MedusaRequest): boolean {
  return (req as Partial<AuthenticatedMedusaRequest>).auth_context?.actor_type === "user"
}
