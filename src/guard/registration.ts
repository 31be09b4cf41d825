import {
  authenticate,
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { hasUsableInvite } from "../database/belongings"
import { findApiKeyOwner } from "../database/principals"
import { normalizeEmail } from "../domain/email"
import { ErrorCodes } from "../domain/error-codes"
import { isStorable } from "../domain/storable"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { provideAuthForUsers } from "./auth-for-users"

const authenticateAdmin = authenticate("user", ["bearer", "session", "api-key"], {
  allowUnauthenticated: true,
  requireMfa: true,
})

/** Finds out whether it is an admin who registers a login; anybody else goes on as a stranger. */
export function recognizeAdmin(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (req.params.actor_type === "user") {
    authenticateAdmin(req, res, next)
  } else {
    next()
  }
}

/**
 * Keeps strangers from registering an admin's login, with which they could squat an email or learn who is an admin, and
 * lets an admin vouch for one: see `claimLogin`.
 */
export async function restrictRegistration(
  req: MedusaRequest<{ email?: unknown }>,
  _: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  if (req.params.actor_type !== "user") {
    return next()
  }
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { options }: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
  const { auth_context: admin } = req as Partial<AuthenticatedMedusaRequest>
  if (admin) {
    const isApiKey = admin.actor_type === "api-key"
    const vouchedBy = isApiKey ? await findApiKeyOwner(db, admin.actor_id) : admin.actor_id
    provideAuthForUsers(req, { vouchedBy })
  } else if (options.invites.registration === "invited_only") {
    await assertIsInvited(db, req.body?.email)
  }
  next()
}

async function assertIsInvited(db: Knex, email: unknown): Promise<void> {
  const isInvited =
    typeof email === "string" &&
    isStorable(email) &&
    (await hasUsableInvite(db, normalizeEmail(email)))
  if (!isInvited) {
    throw new MedusaError(
      MedusaError.Types.UNAUTHORIZED,
      "Only somebody who is invited can register as an admin of this shop. Ask an admin for an invite.",
      ErrorCodes.NOT_INVITED
    )
  }
}
