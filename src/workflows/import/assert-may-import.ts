import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, PolicyOperation } from "@medusajs/framework/utils"
import { isPermitted } from "../../access/is-permitted"
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
  if (actor.type === "user" && !(await isPermitted(container, String(actor.id), IMPORT_POLICIES))) {
    throw new MedusaError(MedusaError.Types.FORBIDDEN, "You may not import people any more.")
  }
}
