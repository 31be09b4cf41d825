import { hasPermission } from "@medusajs/framework"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, PolicyOperation } from "@medusajs/framework/utils"
import { hasRoles, readPrincipal } from "../../database/principals"
import { Actor } from "../../domain/lifecycle-event"

/** What all routes for imports ask for: an import makes users, and invites people. */
export const IMPORT_POLICIES = ["user", "invite"].map((resource) => ({
  resource,
  operation: PolicyOperation.create,
}))

/**
 * Whether somebody may import people with the roles that they have now: the routes ask when a request begins, and an upload and an
 * import take their time. Does nothing where Medusa's RBAC is not enabled, and about code of the application.
 *
 * @throws MedusaError `forbidden` if they may not
 */
export async function assertMayImport(container: MedusaContainer, actor: Actor): Promise<void> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  if (actor.type !== "user" || !(await hasRoles(db))) {
    return
  }
  const { facts } = await readPrincipal(db, String(actor.id), { readsRoles: true })
  const roles = facts?.roles ?? []
  // Medusa's (2.21) takes somebody without any role for somebody who may do everything.
  const mayImport =
    roles.length > 0 && (await hasPermission({ roles, actions: IMPORT_POLICIES, container }))
  if (!mayImport) {
    throw new MedusaError(MedusaError.Types.FORBIDDEN, "You may not import people any more.")
  }
}
