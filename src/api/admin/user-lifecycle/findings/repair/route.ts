import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { repairIdentitiesWorkflow, RepairIdentitiesResult } from "../../../../../workflows/identity"
import { watchClient } from "../../../../../workflows/client-gone"
import { changeContext } from "../../../../change-context"
import { inTurn } from "../../../../take-turns"
import { AdminRepairFindingsType } from "../../validators"

/** Repairs findings until the client goes away, and says what became of each: see `repairIdentitiesWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminRepairFindingsType>,
  res: MedusaResponse<RepairIdentitiesResult>
) => {
  const input = { ...req.validatedBody, ...changeContext(req) }
  // The socket and not the response: see `inTurn`.
  watchClient(req.scope, () => req.socket.destroyed)
  const done = await inTurn(req, res, () => repairIdentitiesWorkflow(req.scope).run({ input }))
  if (done) {
    res.status(200).json(done.result)
  }
}
