import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { assertAllowed } from "../../../access/assert-allowed"
import { decideApiKeyAccess, decidePersonAccess } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { Actor } from "../../../domain/lifecycle-event"
import { lockActingShared } from "../../../database/locks"
import { findApiKeyOwner, isApiKeyUsable, readPrincipal } from "../../../database/principals"

/**
 * Locks the user row of whoever makes a change, if it comes before that of the person whom they change: rows are locked in
 * the order of their ids, so that two admins who change each other wait for each other instead of deadlocking.
 */
export async function lockActorBefore(
  knex: Knex.Transaction,
  actor: Actor,
  userId: string
): Promise<void> {
  const actorUserId = actor.type === "api-key" ? await findApiKeyOwner(knex, actor.id) : actor.id
  if (actorUserId && actorUserId < userId) {
    await lockActor(knex, "user", actorUserId)
  }
}

/**
 * Checks, inside the transaction of a change, that whoever makes it may still act. The guard let the request in, but
 * the actor may have been offboarded since: without this, two admins could offboard each other, and a person who is
 * being offboarded could provision an account for later.
 *
 * @returns the person who acts, also behind an API key; `undefined` for the system
 * @throws MedusaError `unauthorized` with the code of the refusal
 */
export async function assertActorMayAct(
  knex: Knex.Transaction,
  actor: Actor
): Promise<string | undefined> {
  if (actor.type === "system") {
    return undefined
  }
  if (actor.type === "user") {
    // The shared lock makes an offboarding of the actor wait until this change has committed.
    await lockActor(knex, "user", actor.id)
    const { facts: principal, read_at } = await readPrincipal(knex, actor.id)
    assertAllowed(decidePersonAccess(principal, read_at))
    return actor.id
  }
  // The owner first, as where somebody is offboarded together with their keys.
  const ownerId = await findApiKeyOwner(knex, actor.id)
  if (ownerId) {
    await lockActor(knex, "user", ownerId)
  }
  await lockActor(knex, "api_key", actor.id)
  if (!(await isApiKeyUsable(knex, actor.id))) {
    assertAllowed({ allowed: false, code: ErrorCodes.USER_DELETED })
  }
  if (ownerId) {
    const { facts: owner, read_at } = await readPrincipal(knex, ownerId)
    // Whether keys outlive makers whom other code deleted, the guard has decided when it let the request in.
    const facts = { is_revoked: false, owner_id: ownerId, owner }
    assertAllowed(decideApiKeyAccess(facts, { keepsKeysOfTheGone: true }, read_at))
  }
  return ownerId
}

async function lockActor(
  knex: Knex.Transaction,
  table: "user" | "api_key",
  id: string
): Promise<void> {
  await lockActingShared(knex, id)
  await knex.raw("SELECT 1 FROM ?? WHERE id = ? FOR SHARE", [table, id])
}
