import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { assertAllowed } from "../../../access/assert-allowed"
import { decideApiKeyAccess, decidePersonAccess, decideTokenAccess } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { Actor } from "../../../domain/lifecycle-event"
import { lockAccessShared, lockActing, lockActingShared } from "../../../database/locks"
import { findApiKeyOwner, isApiKeyUsable, readPrincipal } from "../../../database/principals"
import { runInTransaction } from "../../../database/transaction"

/** The person who acts, also behind an API key; `undefined` for the system, and for a key that no user made. */
export async function findActorUserId(knex: Knex, actor: Actor): Promise<string | undefined> {
  return actor.type === "api-key" ? await findApiKeyOwner(knex, actor.id) : actor.id
}

/**
 * Begins the change of a person: the same as {@link assertActorMayAct}, and whoever is changed begins nothing else until the
 * transaction ends. People are locked in the order of their ids, so that two admins who change each other wait for each other
 * instead of deadlocking.
 */
export async function assertActorMayChange(
  knex: Knex.Transaction,
  userId: string,
  actor: Actor
): Promise<string | undefined> {
  const actorUserId = await findActorUserId(knex, actor)
  if (actorUserId !== undefined && actorUserId < userId) {
    await lockActingShared(knex, actorUserId)
  }
  await lockActing(knex, userId)
  return await assertActorMayAct(knex, actor)
}

/**
 * Checks, inside the transaction of a change, that whoever makes it may still act, and with the token that they brought. The guard
 * let the request in, but the actor may have been offboarded since, or the token revoked: without this, two admins could offboard
 * each other, and a person who is being offboarded, or who has stolen a token, could provision an account for later. Before all other
 * locks, in the order of `locks.ts`.
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
    await lockPersonWhoActs(knex, actor.id)
    await judgeUser(knex, actor)
    return actor.id
  }
  // The owner first, as where somebody is offboarded together with their keys.
  const ownerId = await findApiKeyOwner(knex, actor.id)
  if (ownerId) {
    await lockPersonWhoActs(knex, ownerId)
  }
  await knex.raw("SELECT 1 FROM api_key WHERE id = ? FOR SHARE", [actor.id])
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

/** The same in a transaction of its own, for what is done in none: between the parts of something long, or before an answer. */
export async function assertActorStillMayAct(
  container: MedusaContainer,
  actor: Actor
): Promise<void> {
  await runInTransaction(container, async ({ knex }) => {
    await assertActorMayAct(knex, actor)
  })
}

/**
 * Checks once more that the token with which somebody acts is good, before they get something that has to go with it: whoever
 * revokes their tokens from now on waits until the transaction ends, also by a change of their password, or has done so. After all
 * rows, as in `locks.ts`, but for password reset tokens.
 *
 * @throws MedusaError `unauthorized` with the code of the refusal
 */
export async function assertTokenIsGood(
  knex: Knex.Transaction,
  actor: Actor,
  actorUserId: string | undefined
): Promise<void> {
  if (actorUserId !== undefined) {
    await lockAccessShared(knex, actorUserId)
  }
  if (actor.type === "user") {
    await judgeUser(knex, actor)
  }
}

async function judgeUser(
  knex: Knex.Transaction,
  { id, token_issued_at_seconds }: Extract<Actor, { id: string }>
): Promise<void> {
  const { facts: principal, read_at } = await readPrincipal(knex, id)
  assertAllowed(
    token_issued_at_seconds === undefined
      ? decidePersonAccess(principal, read_at)
      : decideTokenAccess(principal, token_issued_at_seconds, read_at)
  )
}

/** An offboarding of the person waits until this change has committed. */
async function lockPersonWhoActs(knex: Knex.Transaction, userId: string): Promise<void> {
  await lockActingShared(knex, userId)
  await knex.raw(`SELECT 1 FROM "user" WHERE id = ? FOR SHARE`, [userId])
}
