import { AuthenticatedMedusaRequest, MedusaResponse, refetchEntity } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { resendInviteWorkflow } from "../../../../../workflows/invite"
import { changeContext } from "../../../../change-context"

/** Core's route (Medusa 2.21), but for what `resendInviteWorkflow` does beside it. */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<HttpTypes.AdminInviteResponse>
) => {
  const { id } = req.params
  await resendInviteWorkflow(req.scope).run({ input: { invite_id: id, ...changeContext(req) } })
  const invite = await refetchEntity({
    entity: "invite",
    idOrFilter: id,
    scope: req.scope,
    fields: req.queryConfig.fields,
  })
  res.status(200).json({ invite })
}
