import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { repairIdentitiesWorkflow, RepairIdentitiesResult } from "../../../../../workflows/identity"
import { changeContext } from "../../../../change-context"
import { AdminRepairFindingsType } from "../../validators"

/** Repairs findings, and says what became of each: see `repairIdentitiesWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminRepairFindingsType>,
  res: MedusaResponse<RepairIdentitiesResult>
) => {
  const { result } = await repairIdentitiesWorkflow(req.scope).run({
    input: { ...req.validatedBody, ...changeContext(req) },
  })
  res.status(200).json(result)
}
