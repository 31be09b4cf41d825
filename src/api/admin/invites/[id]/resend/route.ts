import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { resendInviteWorkflow } from "../../../../../workflows/invite"
import { changeContext } from "../../../../change-context"
import { retrieveInvite } from "../../../../retrieve-invite"

/** Core's route (Medusa 2.21), but for what `resendInviteWorkflow` does beside it. */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<HttpTypes.AdminInviteResponse>
) => {
  const { id } = req.params
  await resendInviteWorkflow(req.scope).run({ input: { invite_id: id, ...changeContext(req) } })
  res.status(200).json({ invite: await retrieveInvite(req, id) })
}
