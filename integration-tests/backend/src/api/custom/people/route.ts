import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/** A route of the application's own, outside `/admin`, that asks for a permission where Medusa's RBAC is enabled. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  res.json({ actor_id: req.auth_context.actor_id })
}
