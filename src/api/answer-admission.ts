import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { admitIdentityWorkflow } from "../workflows/user"
import { sourceOf } from "./change-context"
import { retrieveUser } from "./retrieve-user"

/**
 * Answers somebody who signed in at an identity provider and asks to be an admin, as core's routes do (Medusa 2.21), where
 * policy allows: see `admitIdentityWorkflow`.
 *
 * @param provider the only one whose logins the route takes
 */
export async function answerAdmission(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<HttpTypes.AdminUserResponse>,
  provider: string
): Promise<void> {
  const { actor_id, auth_identity_id, user_metadata } = req.auth_context
  const { email, email_verified, given_name, family_name } = user_metadata ?? {}
  // Core's words for the same refusals (Medusa 2.21), so that clients see no difference.
  if (actor_id) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "The user is already registered and cannot create a new account."
    )
  }
  if (typeof email !== "string" || !email) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "Email is required to create a user account."
    )
  }
  const text = (claim: unknown) => (typeof claim === "string" ? claim : undefined)
  const { result } = await admitIdentityWorkflow(req.scope).run({
    input: {
      auth_identity_id,
      provider,
      source: sourceOf(req),
      claims: {
        email,
        email_verified: email_verified === false || email_verified === "false" ? false : undefined,
        given_name: text(given_name),
        family_name: text(family_name),
      },
    },
  })
  res.status(200).json({ user: await retrieveUser(req, result.user_id) })
}
