import { asValue } from "@medusajs/framework/awilix"
import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { IAuthModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { authForUsers, CheckedLogin, UserLoginOptions } from "../auth/user-login"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { noteCheckedLogin } from "./checked-login"

/** Gives Medusa's login and password routes the Auth Module as admins see it, for this request only. */
export function useAuthForUsers(
  req: MedusaRequest,
  _: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (req.params.actor_type === "user") {
    provideAuthForUsers(req, {})
  }
  next()
}

export function provideAuthForUsers(req: MedusaRequest, options: UserLoginOptions): void {
  const auth: IAuthModuleService = req.scope.resolve(Modules.AUTH)
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { access, options: settings }: UserLifecycleModuleService =
    req.scope.resolve(USER_LIFECYCLE_MODULE)
  const admitsStrangers = settings.invites.registration === "open"
  const onRead = (login: CheckedLogin) => noteCheckedLogin(req, login)
  const onPasswordChange = (userId: string) => access.forget(userId)
  req.scope.register(
    Modules.AUTH,
    asValue(authForUsers(auth, db, { admitsStrangers, onRead, onPasswordChange, ...options }))
  )
}
