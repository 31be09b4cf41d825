import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { isPermitted, Policy } from "../access/is-permitted"
import { ErrorCodes } from "../domain/error-codes"
import { Actor } from "../domain/lifecycle-event"

/**
 * Checks that somebody may do something with the roles that they have now: the routes ask when a request begins, and what is done
 * with many takes its time. Does nothing where Medusa's RBAC is not enabled, and about API keys and code of the application.
 *
 * Not in a transaction: it takes a connection of its own, and whoever holds one must wait for no other.
 *
 * @throws MedusaError `forbidden`, code `user_lifecycle.permission_lost`, if they may not
 */
export async function assertMayStill(
  container: MedusaContainer,
  actor: Actor,
  policies: Policy[]
): Promise<void> {
  if (actor.type === "user" && !(await isPermitted(container, String(actor.id), policies))) {
    const names = policies.map(({ resource, operation }) => `${resource}:${operation}`).join(", ")
    throw new MedusaError(
      MedusaError.Types.FORBIDDEN,
      `Your roles do not allow this any more. It takes ${names}.`,
      ErrorCodes.PERMISSION_LOST
    )
  }
}
