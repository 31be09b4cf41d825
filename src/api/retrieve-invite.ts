import { MedusaRequest, refetchEntity } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"

/** An invite as core's routes answer one, with the fields that the request asks for. */
export async function retrieveInvite(
  req: MedusaRequest<unknown>,
  inviteId: string
): Promise<HttpTypes.AdminInvite> {
  return await refetchEntity({
    entity: "invite",
    idOrFilter: inviteId,
    scope: req.scope,
    fields: req.queryConfig.fields,
  })
}
