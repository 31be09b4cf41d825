import {
  authenticate,
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys, MedusaError, PolicyOperation } from "@medusajs/framework/utils"
import { isPermitted, Policy } from "../access/is-permitted"
import { PASSWORD_PROVIDER } from "../auth/providers"
import { hasUsableInvite } from "../database/belongings"
import { findIdentitiesVouchedForBy } from "../database/identities"
import { findApiKeyOwner, readDatabaseClock } from "../database/principals"
import { normalizeEmail } from "../domain/email"
import { ErrorCodes } from "../domain/error-codes"
import { MAX_VOUCHED_LOGINS } from "../domain/identity"
import { isStorable } from "../domain/storable"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { makeRoomForRegistration } from "../workflows/user/transactions/make-room-for-registration"
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
    provideAuthForUsers(req, {
      vouchedBy,
      vouchedWith: isApiKey ? admin.actor_id : undefined,
      registeredAt: await readDatabaseClock(db),
    })
  } else if (options.invites.registration === "invited_only") {
    const email = await assertIsInvited(db, req.body?.email)
    if (req.params.auth_provider === PASSWORD_PROVIDER && typeof req.body?.password === "string") {
      const kept = await makeRoomForRegistration(req.scope, email, assertInTime)
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
