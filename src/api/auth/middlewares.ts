import { asValue } from "@medusajs/framework/awilix"
import {
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { IAuthModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../auth/providers"
import { authForUsers, findUserLogin } from "../../auth/user-login"
import { isOffboardedEmail } from "../../database/users"
import { accessRefusalMessages } from "../../domain/access"
import { normalizeEmail } from "../../domain/email"
import { ErrorCodes } from "../../domain/error-codes"
import { explainWeakPassword } from "../../domain/password"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"

/** Gives Medusa's login and password routes the Auth Module as admins see it, for this request only. */
function useAuthForUsers(req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction): void {
  if (req.params.actor_type === "user") {
    const auth: IAuthModuleService = req.scope.resolve(Modules.AUTH)
    const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    req.scope.register(Modules.AUTH, asValue(authForUsers(auth, db)))
  }
  next()
}

/** A reset is for the login that the email means, in whatever case it was typed. Core has validated the body before. */
async function findLoginToReset(
  req: MedusaRequest<{ identifier: string }>,
  _: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { actor_type, auth_provider } = req.params
  if (actor_type === "user" && auth_provider === PASSWORD_PROVIDER) {
    const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const { identifier } = req.validatedBody
    req.validatedBody.identifier = (await findUserLogin(db, identifier)) ?? identifier
  }
  next()
}

/** Holds an admin's new password to the policy, before the token that lets them set it is used up. */
function refuseWeakPassword(
  req: MedusaRequest<{ password?: unknown }>,
  _: MedusaResponse,
  next: MedusaNextFunction
): void {
  const { 0: actorType, 1: provider } = req.params
  const password = req.body?.password
  if (actorType === "user" && provider === PASSWORD_PROVIDER && typeof password === "string") {
    const lifecycle: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
    const weakness = explainWeakPassword(password, lifecycle.options.provisioning.password)
    if (weakness) {
      throw new MedusaError(MedusaError.Types.INVALID_DATA, weakness, ErrorCodes.PASSWORD_TOO_WEAK)
    }
  }
  next()
}

/** Keeps somebody who was offboarded from coming back through single sign-on; an invite lets them. */
async function refuseReturn(
  req: AuthenticatedMedusaRequest,
  _: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const email = req.auth_context.user_metadata?.email
  if (typeof email === "string") {
    const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    if (await isOffboardedEmail(db, normalizeEmail(email))) {
      throw new MedusaError(
        MedusaError.Types.UNAUTHORIZED,
        accessRefusalMessages[ErrorCodes.USER_DELETED],
        ErrorCodes.USER_DELETED
      )
    }
  }
  next()
}

/*
 * The matchers have parameters, as core's do, and the parameters are compared: `/auth/%75ser/emailpass` is the same
 * route to Medusa, and would be another one to a matcher that spells "user" out.
 */
export const authMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET", "POST"],
    matcher: "/auth/:actor_type/:auth_provider",
    middlewares: [useAuthForUsers],
  },
  {
    methods: ["POST"],
    matcher: "/auth/:actor_type/:auth_provider/update",
    middlewares: [useAuthForUsers],
  },
  {
    // An expression, because Medusa sorts those before its own middleware, which uses the token up.
    methods: ["POST"],
    matcher: /^\/auth\/([^/]+)\/([^/]+)\/update\/?$/i,
    middlewares: [refuseWeakPassword],
  },
  {
    methods: ["POST"],
    matcher: "/auth/:actor_type/:auth_provider/reset-password",
    middlewares: [findLoginToReset],
  },
  {
    methods: ["POST"],
    matcher: "/auth/:auth_provider/user",
    middlewares: [refuseReturn],
  },
]
