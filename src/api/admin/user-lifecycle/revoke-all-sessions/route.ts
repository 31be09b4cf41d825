import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { revokeAllSessionsWorkflow } from "../../../../workflows/user"
import { changeContext } from "../../../change-context"
import { AdminChangeUserAccessType } from "../../users/validators"

/** Ends the sessions of everybody but the one that asks: see `revokeAllSessionsWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminChangeUserAccessType>,
  res: MedusaResponse<{ users: number }>
) => {
  // Medusa's auth context is the decoded token, also in a session.
  const { iat } = req.auth_context as typeof req.auth_context & { iat?: number }
  const { result } = await revokeAllSessionsWorkflow(req.scope).run({
    input: { ...req.validatedBody, ...changeContext(req), keep_issued_at_seconds: iat },
  })
  res.status(200).json(result)
}
