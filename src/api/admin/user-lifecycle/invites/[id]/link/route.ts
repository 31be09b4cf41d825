import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { findAcceptableInvite } from "../../../../../../database/invites"
import { checkRolesOfInviteWorkflow } from "../../../../../../workflows/invite/workflows/check-roles-of-invite"
import { changeContext } from "../../../../../change-context"
import { composerContext } from "../../../../../../workflows/email/composers/context"

/**
 * The link with which an open invite is accepted, as its email has it (option `invites.accept_url`), for whoever hands it over by
 * another way. With it, anybody can be who is invited: it is for those who may give the roles that go with the invite.
 */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ link: string; expires_at: Date }>
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const invite = await findAcceptableInvite(db, req.params.id)
  if (!invite) {
    throw new MedusaError(MedusaError.Types.NOT_FOUND, "There is no such invite that is open.")
  }
  await checkRolesOfInviteWorkflow(req.scope).run({
    input: { invite_id: req.params.id, ...changeContext(req) },
  })
  res.json({
    link: composerContext(req.scope).pages.accept(invite.token),
    expires_at: invite.expires_at,
  })
}
