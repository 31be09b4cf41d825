import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"

/** Emits an event on this instance, for tests in which one is delivered more than once. */
export const POST = async (
  req: MedusaRequest<{ name: string; data: Record<string, unknown> }>,
  res: MedusaResponse
) => {
  await req.scope.resolve(Modules.EVENT_BUS).emit(req.body)
  res.json({ ok: true })
}
