import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { listProvidersForUsers } from "../../../auth/providers"
import { hasOtherActiveAdmin } from "../../../database/principals"
import { findUser } from "../../../database/users"
import { Actor } from "../../../domain/lifecycle-event"
import { refuseRemoval, Removal, RemovalRefusal } from "../../../domain/removal"
import { findActorUserId } from "./assert-actor-may-act"

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
    hasOtherActiveAdmin: await hasOtherActiveAdmin(knex, userId, providers),
  })
  throwIf(refusal)
}

/**
 * Refuses who would remove themself, before anything is locked: as often as they ask, they hold nobody up.
 *
 * @throws MedusaError `not_allowed`
 */
export async function assertIsAnotherPerson(
  knex: Knex.Transaction,
  removal: Removal,
  userId: string,
  actor: Actor
): Promise<void> {
  const actorUserId = await findActorUserId(knex, actor)
  if (actorUserId !== userId || (await findUser(knex, userId))?.deleted_at) {
    return
  }
  throwIf(refuseRemoval({ removal, userId, actorUserId, hasOtherActiveAdmin: true }))
}

function throwIf(refusal: RemovalRefusal | undefined): void {
  if (refusal) {
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, refusal.message, refusal.code)
  }
}
