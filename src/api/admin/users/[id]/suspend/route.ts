import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { suspendUserWorkflow, UserAccess } from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"
import { AdminSuspendUserType } from "../../validators"

/** Takes a person's access away for a while: see `suspendUserWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminSuspendUserType>,
  res: MedusaResponse<{ user_access: UserAccess }>
) => {
  const { result: user_access } = await suspendUserWorkflow(req.scope).run({
    input: { user_id: req.params.id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json({ user_access })
}
