import { AuthenticatedMedusaRequest, MedusaResponse, refetchEntity } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { inviteUsersWorkflow, UserInvitation } from "../../../workflows/invite"
import { changeContext } from "../../change-context"

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
  const invite = await refetchEntity({
    entity: "invite",
    idOrFilter: id,
    scope: req.scope,
    fields: req.queryConfig.fields,
  })
  res.status(200).json({ invite })
}
