import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { revokeSessionsWorkflow, UserAccess } from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"
import { AdminChangeUserAccessType } from "../../validators"

/** Ends all tokens and sessions of a person: see `revokeSessionsWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminChangeUserAccessType>,
  res: MedusaResponse<{ user_access: UserAccess }>
) => {
  const { result: user_access } = await revokeSessionsWorkflow(req.scope).run({
    input: { user_id: req.params.id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json({ user_access })
}
