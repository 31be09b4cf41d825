import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { retryEmailWorkflow } from "../../../../../../workflows/email"
import { changeContext } from "../../../../../change-context"

/** Has an email tried again at once that was given up, or waits: see `retryEmailWorkflow`. */
export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const { id } = req.params
  await retryEmailWorkflow(req.scope).run({ input: { email_id: id, ...changeContext(req) } })
  res.status(200).json({ id, status: "pending" })
}
