import { AuthenticatedMedusaRequest, MedusaResponse, refetchEntity } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { changeUserEmailWorkflow, UserAccess } from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"
import { AdminChangeUserEmailType } from "../../validators"

/** Gives a person another email: see `changeUserEmailWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminChangeUserEmailType>,
  res: MedusaResponse<HttpTypes.AdminUserResponse & { user_access: UserAccess }>
) => {
  const { id } = req.params
  const { result: user_access } = await changeUserEmailWorkflow(req.scope).run({
    input: { user_id: id, ...req.validatedBody, ...changeContext(req) },
  })
  const user = await refetchEntity({
    entity: "user",
    idOrFilter: id,
    scope: req.scope,
    fields: req.queryConfig.fields,
  })
  res.status(200).json({ user, user_access })
}
