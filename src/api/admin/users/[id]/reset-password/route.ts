import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { unseal } from "../../../../../database/sealed"
import { requestPasswordResetWorkflow } from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"

/** Replaces core's route, in its shape: see `requestPasswordResetWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ token: string }>
) => {
  const { result } = await requestPasswordResetWorkflow(req.scope).run({
    input: { user_id: req.params.id, ...changeContext(req) },
  })
  res.status(200).json({ token: unseal(req.scope, result.token) })
}
