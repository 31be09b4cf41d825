import {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { asValue } from "@medusajs/framework/awilix"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { IAuthModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../../auth/providers"
import { authForUsers, findUserLogin } from "../../auth/user-login"

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
    methods: ["POST"],
    matcher: "/auth/:actor_type/:auth_provider/reset-password",
    middlewares: [findLoginToReset],
  },
]
