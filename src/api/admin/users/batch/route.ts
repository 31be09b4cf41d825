import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { BatchUsersResult, batchUsersWorkflow } from "../../../../workflows/user"
import { changeContext } from "../../../change-context"
import { AdminBatchUsersType } from "../validators"

/** Provisions, updates and offboards several users, and says what became of each: see `batchUsersWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminBatchUsersType>,
  res: MedusaResponse<BatchUsersResult>
) => {
  const { result } = await batchUsersWorkflow(req.scope).run({
    input: { ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json(result)
}
