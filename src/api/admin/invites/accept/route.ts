import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { acceptInviteWithIdentityWorkflow } from "../../../../workflows/user"
import { sourceOf } from "../../../change-context"
import { retrieveUser } from "../../../retrieve-user"

type AcceptInvite = { email?: string | null; first_name?: string | null; last_name?: string | null }

/**
 * The second of the two steps in which Medusa's dashboard accepts an invite: with the login that was registered in the
 * first. Core's route (Medusa 2.21), but for the answer to what can't be accepted, which says why.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<AcceptInvite>,
  res: MedusaResponse<HttpTypes.AdminUserResponse>
) => {
  if (req.auth_context.actor_id) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "The user is already authenticated and cannot accept an invite."
    )
  }
  const { result } = await acceptInviteWithIdentityWorkflow(req.scope).run({
    input: {
      ...req.validatedBody,
      token: String(req.filterableFields.token),
      auth_identity_id: req.auth_context.auth_identity_id,
      source: sourceOf(req),
    },
  })
  res.status(200).json({ user: await retrieveUser(req, result.user_id) })
}

export const AUTHENTICATE = false
