import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../auth/providers"
import { ErrorCodes } from "../domain/error-codes"
import { explainWeakPassword } from "../domain/password"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"

/** Holds the password of whoever registers an admin's login to the policy. */
export function refuseWeakRegistration(
  req: MedusaRequest<{ password?: unknown }>,
  _: MedusaResponse,
  next: MedusaNextFunction
): void {
  const { actor_type, auth_provider } = req.params
  if (actor_type === "user" && auth_provider === PASSWORD_PROVIDER) {
    assertPasswordIsStrong(req)
  }
  next()
}

/** @throws MedusaError `invalid_data`, code `user_lifecycle.password_too_weak`, for a password that no admin may have */
export function assertPasswordIsStrong(req: MedusaRequest<{ password?: unknown }>): void {
  const password = req.body?.password
  if (typeof password !== "string") {
    return
  }
  const { options }: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
  const weakness = explainWeakPassword(password, options.provisioning.password)
  if (weakness) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, weakness, ErrorCodes.PASSWORD_TOO_WEAK)
  }
}
