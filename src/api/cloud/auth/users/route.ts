import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { answerAdmission } from "../../../answer-admission"

/** Replaces core's route, which makes everybody an admin whom Medusa Cloud lets in: see `admitIdentityWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<HttpTypes.AdminUserResponse>
) => {
  await answerAdmission(req, res, "cloud")
}
