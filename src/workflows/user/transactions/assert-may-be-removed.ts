import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { listProvidersForUsers } from "../../../auth/providers"
import { countOtherActiveAdmins } from "../../../database/principals"
import { refuseRemoval, Removal } from "../../../domain/removal"

/**
 * Checks that a person's access may be taken away. Only under `lockRemovals`, which keeps the answer true.
 *
 * @throws MedusaError `not_allowed` for oneself, and for the last active admin
 */
export async function assertMayBeRemoved(
  container: MedusaContainer,
  knex: Knex.Transaction,
  removal: Removal,
  userId: string,
  actorUserId: string | undefined
): Promise<void> {
  const providers = await listProvidersForUsers(container)
  const refusal = refuseRemoval({
    removal,
    userId,
    actorUserId,
    otherActiveAdmins: await countOtherActiveAdmins(knex, userId, providers),
  })
  if (refusal) {
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, refusal.message, refusal.code)
  }
}
