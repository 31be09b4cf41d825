import {
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { MedusaError, PolicyOperation } from "@medusajs/framework/utils"
import { isPermitted, Policy } from "../access/is-permitted"
import { isAuthenticatedAsUser } from "./credentials"
import { doInTime } from "./refusal"

const TO_READ_INVITES: Policy[] = [{ resource: "invite", operation: PolicyOperation.read }]

/** A part of a field's name that leads to invites: `invites_link`, `invite`, `invite_rbac_role`. */
const INVITE = /invites?(?![a-z])/i

/**
 * Whether a request under `/admin` asks for something of invites as fields of something else. Cheap: asked of every one.
 *
 * With `fields`, Medusa's query goes from anything to anything that is linked to it (2.21): from the person who asks to their roles,
 * and on to the invites with those, whose token makes anybody who shows it an admin with them. Medusa's own filter of fields
 * (`rbac_filter_fields`) is off by default, and leaves out some of these ways.
 */
export function asksForInvites(req: MedusaRequest): boolean {
  const { fields } = req.query
  return fields !== undefined && INVITE.test(JSON.stringify(fields)) && isAuthenticatedAsUser(req)
}

/** Lets it go on where somebody may read invites: with Medusa's RBAC, policy `invite:read`; without it, every admin. 503 if the database can't say. */
export async function admitToInvites(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { actor_type, actor_id } = (req as AuthenticatedMedusaRequest).auth_context
  const userId = actor_type === "user" ? actor_id : undefined
  const permission = await doInTime(req, res, () => isPermitted(req.scope, userId, TO_READ_INVITES))
  if (!permission) {
    return
  }
  if (permission.result) {
    return next()
  }
  res.status(403).json({
    type: MedusaError.Types.FORBIDDEN,
    message: "It takes invite:read to ask for what belongs to invites.",
  })
}
