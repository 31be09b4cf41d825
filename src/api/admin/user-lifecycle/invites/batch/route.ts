import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { inviteUsersWorkflow, InviteUsersResult } from "../../../../../workflows/invite"
import { changeContext } from "../../../../change-context"
import { AdminBatchInvitesType } from "../../validators"

/** Invites many people, and says what became of each: see `inviteUsersWorkflow`. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminBatchInvitesType>,
  res: MedusaResponse<InviteUsersResult & { dry_run: boolean }>
) => {
  const { emails = [], invites = [], roles, metadata, dry_run = false } = req.validatedBody
  const everybody = [...emails.map((email) => ({ email })), ...invites]
  const { result } = await inviteUsersWorkflow(req.scope).run({
    input: {
      invites: everybody.map((invitation) => ({ roles, metadata, ...invitation })),
      dry_run,
      ...changeContext(req),
    },
  })
  res.status(200).json({ dry_run, results: result.results })
}
