import { AuthenticatedMedusaRequest, MedusaResponse, refetchEntity } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { updateUsersWorkflow } from "@medusajs/medusa/core-flows"
import { offboardUserWorkflow } from "../../../../workflows/user"
import { changeContext } from "../../../change-context"
import { AdminUpdateUserType } from "../validators"

/** The same as core's `POST /admin/users/:id`. */
export const PATCH = async (
  req: AuthenticatedMedusaRequest<AdminUpdateUserType>,
  res: MedusaResponse<HttpTypes.AdminUserResponse>
) => {
  const { id } = req.params
  await updateUsersWorkflow(req.scope).run({ input: { updates: [{ id, ...req.validatedBody }] } })
  const user = await refetchEntity({
    entity: "user",
    idOrFilter: id,
    scope: req.scope,
    fields: req.queryConfig.fields,
  })
  res.status(200).json({ user })
}

/** Replaces core's deletion, in its shape: see `offboardUserWorkflow`. */
export const DELETE = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<HttpTypes.AdminUserDeleteResponse>
) => {
  const { id } = req.params
  await offboardUserWorkflow(req.scope).run({ input: { user_id: id, ...changeContext(req) } })
  res.status(200).json({ id, object: "user", deleted: true })
}
