import { MedusaRequest } from "@medusajs/framework/http"
import { HttpTypes } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/** A user as core's routes answer one. */
export async function retrieveUser(
  req: MedusaRequest,
  userId: string
): Promise<HttpTypes.AdminUser> {
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "user", fields: ["*"], filters: { id: userId } })
  return data[0]
}
