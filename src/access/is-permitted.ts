import { hasPermission } from "@medusajs/framework"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { hasRoles, readPrincipal } from "../database/principals"

/** What somebody must be allowed to do, where Medusa's RBAC is enabled. */
export type Policy = { resource: "user" | "invite"; operation: string }

/**
 * Whether somebody may do all of something with the roles that they have now. Everybody may everything where Medusa's RBAC is not
 * enabled; where it is, nobody without a role may anything, as on Medusa's routes, and no API key, which has none (2.21).
 *
 * @param userId `undefined` for an API key
 */
export async function isPermitted(
  container: MedusaContainer,
  userId: string | undefined,
  actions: Policy[]
): Promise<boolean> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  if (!(await hasRoles(db))) {
    return true
  }
  const reading = userId ? await readPrincipal(db, userId, { readsRoles: true }) : undefined
  const roles = reading?.facts?.roles ?? []
  // Medusa's (2.21) takes somebody without any role for somebody who may do everything.
  return roles.length > 0 && (await hasPermission({ roles, actions, container }))
}
