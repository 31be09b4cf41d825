import {
  authenticate,
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, PolicyOperation } from "@medusajs/framework/utils"
import { isPermitted, Policy } from "../access/is-permitted"
import { PASSWORD_PROVIDER } from "../auth/providers"
import { hasUsableInvite } from "../database/belongings"
import { findIdentitiesVouchedForBy, lockPasswordLogins, LoginRow } from "../database/identities"
import { lockEmail } from "../database/locks"
import { findApiKeyOwner, readDatabaseClock } from "../database/principals"
import { runInTransaction } from "../database/transaction"
import { normalizeEmail } from "../domain/email"
import { ErrorCodes } from "../domain/error-codes"
import {
  linkedUserId,
  MAX_VOUCHED_LOGINS,
  otherActorKeys,
  REGISTERED_AT_KEY,
} from "../domain/identity"
import { isStorable } from "../domain/storable"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { provideAuthForUsers } from "./auth-for-users"
import { noteCheckedLogin } from "./checked-login"
import { isOfNoDashboard } from "./foreign-page"
import { answerTooManyVouchedLogins, doInTime } from "./refusal"

const authenticateAdmin = authenticate("user", ["bearer", "session", "api-key"], {
  allowUnauthenticated: true,
  requireMfa: true,
})
const authenticateAdminWithoutSession = authenticate("user", ["bearer", "api-key"], {
  allowUnauthenticated: true,
  requireMfa: true,
})

/** Whoever vouches for a login says with whom a user can be made. */
const TO_VOUCH: Policy[] = [{ resource: "user", operation: PolicyOperation.create }]

/**
 * Finds out whether it is an admin who registers a login; anybody else goes on as a stranger. So does a page that may not act as
 * an admin, and has an admin's session carried along: it would vouch for a login whose password the page has chosen.
 */
export function recognizeAdmin(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (req.params.actor_type !== "user") {
    return next()
  }
  if (isOfNoDashboard(req)) {
    authenticateAdminWithoutSession(req, res, next)
  } else {
    authenticateAdmin(req, res, next)
  }
}

/**
 * Keeps strangers from registering an admin's login, with which they could squat an email or learn who is an admin, and
 * lets an admin vouch for one who may make users: see `claimLogin`. Any other admin is a stranger here.
 */
export async function restrictRegistration(
  req: RegistrationRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  if (req.params.actor_type !== "user") {
    return next()
  }
  const admission = await doInTime(req, res, (assertInTime) => admit(req, assertInTime))
  if (admission?.result === "too_many") {
    answerTooManyVouchedLogins(res)
  } else if (admission) {
    next()
  }
}

type RegistrationRequest = MedusaRequest<{ email?: unknown; password?: unknown }>

/** @throws MedusaError where somebody may not register */
async function admit(
  req: RegistrationRequest,
  assertInTime: () => void
): Promise<"admitted" | "too_many"> {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { options }: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
  if (req.params.auth_provider === PASSWORD_PROVIDER) {
    // Whatever is registered now is nobody's.
    noteCheckedLogin(req, { owner_id: undefined })
  }
  const { auth_context: admin } = req as Partial<AuthenticatedMedusaRequest>
  const isApiKey = admin?.actor_type === "api-key"
  if (admin && (await isPermitted(req.scope, isApiKey ? undefined : admin.actor_id, TO_VOUCH))) {
    const vouchedBy = isApiKey ? await findApiKeyOwner(db, admin.actor_id) : admin.actor_id
    if (vouchedBy && (await hasVouchedForMany(db, vouchedBy))) {
      return "too_many"
    }
    provideAuthForUsers(req, { vouchedBy, registeredAt: await readDatabaseClock(db) })
  } else if (options.invites.registration === "invited_only") {
    const email = await assertIsInvited(db, req.body?.email)
    if (req.params.auth_provider === PASSWORD_PROVIDER && typeof req.body?.password === "string") {
      const kept = await evictUnownedLogins(req.scope, email, assertInTime)
      if (kept.some(({ entity_id }) => entity_id !== req.body?.email)) {
        // Medusa's words for one of the same spelling (2.21).
        throw new MedusaError(MedusaError.Types.UNAUTHORIZED, "Identity with email already exists")
      }
      provideAuthForUsers(req, { registeredAt: await readDatabaseClock(db) })
    }
  } else {
    provideAuthForUsers(req, {})
  }
  return "admitted"
}

/** Several requests at the same moment can make it a few more: it is there so that all of them can go at once. */
async function hasVouchedForMany(db: Knex, userId: string): Promise<boolean> {
  const vouchedFor = await findIdentitiesVouchedForBy(db, userId, { locks: false })
  return vouchedFor.length >= MAX_VOUCHED_LOGINS
}

/** Time enough for the second of the two steps, and for one more try of it. */
const KEEP_REGISTRATION_MS = 60_000

/**
 * A login that a stranger registered with an invited person's email, or an admin for somebody, does not keep that person from
 * registering, in the two steps of Medusa's dashboard. It is nobody's: whoever accepts the invite shows its token.
 *
 * One that has just been registered stays for a minute: else a stranger could take it away again from an invited person who
 * is between the two steps. Medusa answers whoever comes meanwhile that it exists, unless they know its password (2.21).
 *
 * @returns those that stay for that reason
 */
async function evictUnownedLogins(
  container: MedusaContainer,
  email: string,
  assertInTime: () => void
): Promise<LoginRow[]> {
  return await runInTransaction(container, async (tx) => {
    assertInTime()
    await lockEmail(tx.knex, email)
    const logins = await lockPasswordLogins(tx.knex, email)
    const now = await readDatabaseClock(tx.knex)
    const unowned = logins.filter(isNobodys)
    const kept = unowned.filter((login) => isJustRegistered(login, now))
    const ids = unowned
      .filter((login) => !kept.includes(login))
      .map(({ auth_identity_id }) => auth_identity_id)
    await tx.knex.raw("DELETE FROM auth_identity WHERE id = ANY (?)", [ids])
    assertInTime()
    return kept
  })
}

function isNobodys({ app_metadata }: LoginRow): boolean {
  return linkedUserId(app_metadata) === undefined && otherActorKeys(app_metadata).length === 0
}

function isJustRegistered({ provider_metadata }: LoginRow, now: Date): boolean {
  const registeredAt = Date.parse(String(provider_metadata?.[REGISTERED_AT_KEY]))
  return now.getTime() - registeredAt < KEEP_REGISTRATION_MS
}

/** @returns the email, normalized */
async function assertIsInvited(db: Knex, email: unknown): Promise<string> {
  const normalized = typeof email === "string" && isStorable(email) ? normalizeEmail(email) : ""
  if (!normalized || !(await hasUsableInvite(db, normalized))) {
    throw new MedusaError(
      MedusaError.Types.UNAUTHORIZED,
      "Only somebody who is invited can register as an admin of this shop. Ask an admin for an invite.",
      ErrorCodes.NOT_INVITED
    )
  }
  return normalized
}
