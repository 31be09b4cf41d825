import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { OffboardingReport, offboardUserWorkflow } from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"
import { AdminOffboardUserType } from "../../validators"

/** Ends all access of a person, and reports what that took: see `offboardUserWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminOffboardUserType>,
  res: MedusaResponse<OffboardingReport>
) => {
  const { result: report } = await offboardUserWorkflow(req.scope).run({
    input: { user_id: req.params.id, ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json(report)
}
