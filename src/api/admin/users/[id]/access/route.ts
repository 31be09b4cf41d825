import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { AccessDescription, describeAccess } from "../../../../../workflows/user/describe-access"

/** What a person can act with, and since when: see `describeAccess`. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ access: AccessDescription }>
) => {
  res.status(200).json({ access: await describeAccess(req.scope, req.params.id) })
}
