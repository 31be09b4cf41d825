import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { offboardUserSagaWorkflow } from "../../../../../workflows/saga/workflows/offboard-user-saga"

/** `POST /admin/users/:id/offboard` as a saga, for the crash test. */
export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const { id: user_id } = req.params
  await offboardUserSagaWorkflow(req.scope).run({ input: { user_id } })
  res.status(200).json({ user_id, changed: true })
}
