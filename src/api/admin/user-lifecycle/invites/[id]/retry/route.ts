import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { retryInviteEmailWorkflow } from "../../../../../../workflows/email"

/** Tries again at once to send an invite's email that was given up, or waits: see `retryInviteEmailWorkflow`. */
export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const { id } = req.params
  const { result: outcomes } = await retryInviteEmailWorkflow(req.scope).run({
    input: { invite_id: id },
  })
  res.status(200).json({ id, outcomes })
}
