import { AuthenticatedMedusaRequest, MedusaResponse, refetchEntity } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { provisionUserWorkflow } from "../../../workflows/user"
import { changeContext } from "../../change-context"
import { AdminProvisionUserType } from "./validators"

/** Provisions a person: see `provisionUserWorkflow`. Medusa itself has no such route (2.21). */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminProvisionUserType>,
  res: MedusaResponse<HttpTypes.AdminUserResponse>
) => {
  const { result } = await provisionUserWorkflow(req.scope).run({
    input: { ...req.validatedBody, ...changeContext(req) },
  })
  const user = await refetchEntity({
    entity: "user",
    idOrFilter: result.user_id,
    scope: req.scope,
    fields: req.queryConfig.fields,
  })
  res.status(200).json({ user })
}
