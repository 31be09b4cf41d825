import { ILinkModule, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { captureRows, RowImage } from "../../../database/row-images"
import { Transaction } from "../../../database/transaction"

/** Where Medusa 2.21 keeps which user has which RBAC role. */
const ROLE_LINK_TABLE = "user_rbac_role"

/** Gives users their RBAC roles; does nothing where Medusa's RBAC is not enabled. */
export async function linkRoles(
  tx: Transaction,
  container: MedusaContainer,
  given: { user_id: string; role_id: string }[]
): Promise<void> {
  const links = roleLinksOf(container)
  if (!links || !given.length) {
    return
  }
  const pairs = given.map(({ user_id, role_id }): [string, string] => [user_id, role_id])
  await tx.call(links, (service, context) => service.create(pairs, undefined, undefined, context))
}

/**
 * Takes all of a user's RBAC roles away.
 *
 * @returns the links as they were
 */
export async function unlinkRoles(
  tx: Transaction,
  container: MedusaContainer,
  userId: string
): Promise<RowImage[]> {
  if (!roleLinksOf(container)) {
    return []
  }
  const images = await captureRows(tx.knex, ROLE_LINK_TABLE, "user_id", [userId])
  // Not through the link module: its `delete` makes a statement that PostgreSQL refuses (Medusa 2.21).
  await tx.knex.raw("DELETE FROM ?? WHERE user_id = ?", [ROLE_LINK_TABLE, userId])
  return images
}

/** The module of the links between users and roles; `undefined` where RBAC is not enabled. */
export function roleLinksOf(container: MedusaContainer): ILinkModule | undefined {
  const link = container.resolve(ContainerRegistrationKeys.LINK)
  return link.getLinkModule(Modules.USER, "user_id", Modules.RBAC, "rbac_role_id") as
    ILinkModule | undefined
}
