import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"

/** Runs a workflow on this instance, for tests of what a job does that would otherwise wait for its minute. */
export const POST = async (
  req: MedusaRequest<{ id: string; input?: Record<string, unknown> }>,
  res: MedusaResponse
) => {
  const { id, input = {} } = req.body
  const { result } = await req.scope.resolve(Modules.WORKFLOW_ENGINE).run(id, { input })
  res.json({ result })
}
