import { IUserModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { lockInvite } from "../../../database/invites"
import { SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { revokeApiKeys } from "../../user/transactions/belongings"
import { isStillSo } from "./recheck"
import { Repair } from "./repair"

/** Deletes an invite, as Medusa deletes invites. */
export const deleteInvite: Repair = async (context, finding) => {
  const { tx, container } = context
  const users: IUserModuleService = container.resolve(Modules.USER)
  const id = finding.invite_id ?? ""
  await lockInvite(tx.knex, id)
  if (!(await isStillSo(context, finding))) {
    return undefined
  }
  await tx.call(users, (service, shared) => service.softDeleteInvites([id], {}, shared))
  context.deleted_invites.push(id)
  return {}
}

/** Takes a role that does not exist out of an invite. */
export const removeMissingRoleOfInvite: Repair = async (context, finding) => {
  const { tx } = context
  const id = finding.invite_id ?? ""
  await lockInvite(tx.knex, id)
  if (!(await isStillSo(context, finding))) {
    return undefined
  }
  await tx.knex.raw("DELETE FROM invite_rbac_role WHERE invite_id = ? AND rbac_role_id = ?", [
    id,
    finding.role_id,
  ])
  return {}
}

/** Revokes a secret API key. */
export const revokeApiKey: Repair = async (context, finding) => {
  const { tx, actor = SYSTEM_ACTOR } = context
  const id = finding.api_key_id ?? ""
  await tx.knex.raw("SELECT 1 FROM api_key WHERE id = ? FOR UPDATE", [id])
  if (!(await isStillSo(context, finding))) {
    return undefined
  }
  await revokeApiKeys(tx, [{ id }], actor)
  return {}
}
