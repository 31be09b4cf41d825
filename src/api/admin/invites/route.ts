import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { inviteUsersWorkflow, UserInvitation } from "../../../workflows/invite"
import { changeContext } from "../../change-context"
import { retrieveInvite } from "../../retrieve-invite"

/** Core's route (Medusa 2.21), but for what `inviteUsersWorkflow` does beside it: its email can't be lost. */
export const POST = async (
  req: AuthenticatedMedusaRequest<UserInvitation>,
  res: MedusaResponse<HttpTypes.AdminInviteResponse>
) => {
  const { result } = await inviteUsersWorkflow(req.scope).run({
    input: { invites: [req.validatedBody], ...changeContext(req) },
  })
  const [{ id, status, message, code }] = result.results
  if (!id || status !== "created") {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, message ?? "", code)
  }
  res.status(200).json({ invite: await retrieveInvite(req, id) })
}
