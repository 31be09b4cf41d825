import { zodValidator } from "@medusajs/framework"
import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { generateJwtTokenForAuthIdentity } from "@medusajs/medusa/api/auth/utils/generate-jwt-token"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { acceptInviteWithPasswordWorkflow } from "../../../workflows/user"
import { sourceOf } from "../../change-context"
import { retrieveUser } from "../../retrieve-user"
import { AdminAcceptInviteInOneCall, AdminAcceptInviteInOneCallType } from "./validators"

/**
 * Answers `POST /admin/invites/accept` where the body has a token or a password, with the user, a token that is ready to
 * use, and how to log in from now on. Anything else is the two-step form, and goes on to the route.
 *
 * In front of the route, because core's middleware for it (Medusa 2.21) refuses a request without a bearer token, and a
 * body with more than a name.
 */
export async function acceptInOneCall(
  req: MedusaRequest<unknown>,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { body } = req
  if (typeof body !== "object" || body === null || !("password" in body || "token" in body)) {
    return next()
  }
  const acceptance: AdminAcceptInviteInOneCallType = await zodValidator(
    AdminAcceptInviteInOneCall,
    body
  )
  const { result } = await acceptInviteWithPasswordWorkflow(req.scope).run({
    input: { ...acceptance, source: sourceOf(req) },
  })
  const user = await retrieveUser(req, result.user_id)
  const token = await logIn(req.scope, result.auth_identity_id)
  const login = {
    provider: PASSWORD_PROVIDER,
    entity_id: result.entity_id,
    // The password that was given opens the back office, and the customer's goes on opening the shop.
    keeps_customer_password: result.login === "linked",
  }
  res.status(200).json({ user, token, login })
}

/**
 * The token of a login (Medusa 2.21), which is judged and dated like every other one on its way out: see `watchAdminLogin`. Where the login has a second factor, as a customer's may,
 * it still asks for that.
 */
async function logIn(container: MedusaContainer, authIdentityId: string): Promise<string> {
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const authIdentity = await auth.retrieveAuthIdentity(authIdentityId, {
    relations: ["provider_identities"],
  })
  return await generateJwtTokenForAuthIdentity(
    { authIdentity, actorType: "user", authProvider: PASSWORD_PROVIDER, container },
    { secret: http.jwtSecret ?? "", expiresIn: http.jwtExpiresIn, options: http.jwtOptions }
  )
}
