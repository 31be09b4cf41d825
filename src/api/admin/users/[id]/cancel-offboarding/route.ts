import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { cancelOffboardingWorkflow } from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"
import { AdminChangeUserAccessType } from "../../validators"

/** Takes the offboarding of a person off its date: see `cancelOffboardingWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminChangeUserAccessType>,
  res: MedusaResponse<{ user_id: string; cancelled: true }>
) => {
  const user_id = req.params.id
  await cancelOffboardingWorkflow(req.scope).run({
    input: { user_id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json({ user_id, cancelled: true })
}
