import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { revokeAllSessionsWorkflow } from "../../../../workflows/user"
import { changeContext, tokenIssuedAt } from "../../../change-context"
import { AdminChangeUserAccessType } from "../../users/validators"

/** Ends the sessions of everybody but the one that asks: see `revokeAllSessionsWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminChangeUserAccessType>,
  res: MedusaResponse<{ users: number }>
) => {
  const { result } = await revokeAllSessionsWorkflow(req.scope).run({
    input: {
      ...req.validatedBody,
      ...changeContext(req),
      keep_issued_at_seconds: tokenIssuedAt(req),
    },
  })
  res.status(200).json(result)
}
