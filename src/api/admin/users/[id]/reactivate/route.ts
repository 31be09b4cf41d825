import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { reactivateUserWorkflow, UserAccess } from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"
import { AdminChangeUserAccessType } from "../../validators"

/** Ends a person's suspension: see `reactivateUserWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminChangeUserAccessType>,
  res: MedusaResponse<{ user_access: UserAccess }>
) => {
  const { result: user_access } = await reactivateUserWorkflow(req.scope).run({
    input: { user_id: req.params.id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json({ user_access })
}
