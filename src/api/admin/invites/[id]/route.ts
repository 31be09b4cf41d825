import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { cancelInviteWorkflow } from "../../../../workflows/invite"
import { changeContext } from "../../../change-context"

/** Core's route (Medusa 2.21), with a ledger entry that says who did it. */
export const DELETE = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<HttpTypes.AdminInviteDeleteResponse>
) => {
  const { id } = req.params
  await cancelInviteWorkflow(req.scope).run({ input: { invite_id: id, ...changeContext(req) } })
  res.status(200).json({ id, object: "invite", deleted: true })
}
