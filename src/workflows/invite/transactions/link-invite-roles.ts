import { ILinkModule, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { listRoleIds } from "../../../database/roles"
import { Transaction } from "../../../database/transaction"

/** Gives an invite the RBAC roles that go with it; does nothing where Medusa's RBAC is not enabled. */
export async function linkInviteRoles(
  tx: Transaction,
  container: MedusaContainer,
  inviteId: string,
  roleIds: string[]
): Promise<void> {
  const links = inviteRoleLinksOf(container)
  if (!links || !roleIds.length) {
    return
  }
  const pairs = roleIds.map((roleId): [string, string] => [inviteId, roleId])
  await tx.call(links, (service, context) => service.create(pairs, undefined, undefined, context))
}

/**
 * The RBAC roles that go with an invite, of those that exist still; none where Medusa's RBAC is not enabled. Medusa (2.21) lets a
 * role be deleted that an invite has.
 */
export async function listInviteRoles(
  tx: Transaction,
  container: MedusaContainer,
  inviteId: string
): Promise<string[]> {
  const links = inviteRoleLinksOf(container)
  if (!links) {
    return []
  }
  const rows = await tx.call(links, (service, context) =>
    service.list({ invite_id: inviteId }, {}, context)
  )
  const existing = new Set(await listRoleIds(tx.knex))
  return rows
    .map((row) => String((row as { rbac_role_id: unknown }).rbac_role_id))
    .filter((id) => existing.has(id))
}

function inviteRoleLinksOf(container: MedusaContainer): ILinkModule | undefined {
  const link = container.resolve(ContainerRegistrationKeys.LINK)
  return link.getLinkModule(Modules.USER, "invite_id", Modules.RBAC, "rbac_role_id") as
    ILinkModule | undefined
}
