import {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { InviteDTO, IUserModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { findHistoryOfEmail } from "../../../database/history"
import { isSince } from "../../../domain/admission"
import { normalizeEmail } from "../../../domain/email"
import { ErrorCodes } from "../../../domain/error-codes"

/**
 * Refuses an invite that is older than the end of somebody who had its email: whoever deletes a user without the plugin
 * leaves it behind, and any login that is nobody's yet could accept it, one at an identity provider for one.
 */
async function refuseOutlivedInvite(
  req: MedusaRequest,
  _: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const invite = await findInvite(req)
  if (invite) {
    const history = await findHistoryOfEmail(db, normalizeEmail(invite.email))
    if (!isSince(new Date(invite.updated_at), history)) {
      throw new MedusaError(
        MedusaError.Types.UNAUTHORIZED,
        "This invite is older than the end of a user with its email. Ask an admin of this shop to send it again.",
        ErrorCodes.NOT_INVITED
      )
    }
  }
  next()
}

/** The invite that a token opens. What is wrong with another token is Medusa's to say. */
async function findInvite(req: MedusaRequest): Promise<InviteDTO | undefined> {
  const users: IUserModuleService = req.scope.resolve(Modules.USER)
  const { token } = req.query
  if (typeof token !== "string") {
    return undefined
  }
  return await users.validateInviteToken(token).catch(() => undefined)
}

export const adminInvitesMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/invites/accept",
    middlewares: [refuseOutlivedInvite],
  },
]
