import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/** A route of the application's own that anybody may call, and that knows an admin user when it sees one. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  res.json({ ok: true, actor_id: req.auth_context?.actor_id || null })
}
