import { IAuthModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { lockIdentity } from "../../../database/identities"
import { USER_LINK_KEY } from "../../../domain/identity"
import { isStillSo } from "./recheck"
import { Repair } from "./repair"

/** Takes a `user_id` without a value away, so that the login can be linked to somebody again. */
export const unblockIdentity: Repair = async (context, finding) => {
  const id = finding.auth_identity_id ?? ""
  await lockIdentity(context.tx.knex, id)
  if (!(await isStillSo(context, finding))) {
    return undefined
  }
  await context.tx.knex.raw(
    "UPDATE auth_identity SET app_metadata = app_metadata - ?::text WHERE id = ?",
    [USER_LINK_KEY, id]
  )
  return {}
}

/** Removes a login that is nobody's. */
export const removeIdentity: Repair = async (context, finding) => {
  const { tx, container } = context
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const id = finding.auth_identity_id ?? ""
  await lockIdentity(tx.knex, id)
  if (!(await isStillSo(context, finding))) {
    return undefined
  }
  await tx.call(auth, (service, shared) => service.deleteAuthIdentities([id], shared))
  return {}
}
