import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  type ProvisionUserSagaInput,
  provisionUserSagaWorkflow,
} from "../../../workflows/saga/workflows/provision-user-saga"

/** `POST /admin/users` as a saga, for the crash test. */
export const POST = async (
  req: AuthenticatedMedusaRequest<ProvisionUserSagaInput>,
  res: MedusaResponse
) => {
  const { result: user } = await provisionUserSagaWorkflow(req.scope).run({ input: req.body })
  res.status(200).json({ user })
}
