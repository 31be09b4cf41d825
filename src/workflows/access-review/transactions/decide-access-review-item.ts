import { MedusaContainer } from "@medusajs/framework/types"
import {
  AccessReviewItemRow,
  findReviewStatus,
  lockReviewItem,
  storeDecision,
} from "../../../database/access-reviews"
import { lockActingShared, lockReviewShared } from "../../../database/locks"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { findUser, lockUserShared } from "../../../database/users"
import { judgeDecision } from "../../../domain/access-review"
import { Actor, LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertMayStill } from "../../assert-may-still"
import { isUserNotFound } from "../../error-type"
import { REVIEW_DECISION_POLICIES } from "../../policies"
import { assertActorMayAct, findActorUserId } from "../../user/transactions/assert-actor-may-act"
import { offboardUserWithin } from "../../user/transactions/offboard-user"
import { itemNotFound, refused, reviewNotFound } from "../errors"
import { AccessReviewItemDecision, DecideAccessReviewInput } from "../types"

/** What a decision changed. */
export type DecidedItem = {
  user_id: string
  /** Whether the line was marked; not so where the person had been removed in this review before. */
  is_marked: boolean
  /** Whether this decision deleted the user. */
  deleted_user: boolean
  /** Whether it took any access away, be it what was left of somebody's. */
  took_access: boolean
}

/** What is known of a person as soon as nobody can change it until the transaction ends. */
type Decided = Pick<DecidedItem, "deleted_user" | "took_access"> & {
  /** Of somebody who was a user until this decision. */
  email: string | null
}

/**
 * Decides about one line of a review in one transaction, together with the ledger entry. Deciding to remove somebody offboards
 * them in that transaction; where that is refused, the line is not marked.
 *
 * @throws MedusaError `not_found` if there is no such review, or line of it
 * @throws MedusaError `not_allowed` for a closed review, for what contradicts a removal, and for whom may not be offboarded
 * @throws MedusaError `forbidden`, code `user_lifecycle.permission_lost`, if the actor may decide no more
 */
export async function decideAccessReviewItem(
  container: MedusaContainer,
  { review_id, actor = SYSTEM_ACTOR, source }: Omit<DecideAccessReviewInput, "items">,
  { id, decision, note = null }: AccessReviewItemDecision
): Promise<DecidedItem> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  await assertMayStill(container, actor, REVIEW_DECISION_POLICIES)

  return await runInTransaction(container, async (tx) => {
    await lockReviewShared(tx.knex, review_id)
    const status = await findReviewStatus(tx.knex, review_id)
    if (!status) {
      throw reviewNotFound(review_id)
    }
    const line = await lockReviewItem(tx.knex, review_id, id)
    if (!line) {
      throw itemNotFound(review_id, id)
    }
    const { user_id } = line
    const user = await findUser(tx.knex, user_id)
    const is_living = !!user && !user.deleted_at
    const action = judgeDecision({
      review: { id: review_id, status },
      line,
      decision,
      is_living,
    })
    if (typeof action !== "string") {
      throw refused(action)
    }
    if (action === "nothing") {
      await assertActorMayAct(tx.knex, actor)
      return { user_id, is_marked: false, deleted_user: false, took_access: false }
    }
    const reason = `${note ? `${note} ` : ""}(access review ${review_id})`
    const { email, ...change } =
      action === "remove"
        ? await removePerson(tx, container, {
            user_id,
            actor,
            source,
            reason,
            // Keys are all that there is to remove of them.
            revokes_keys_of_the_gone: true,
          })
        : await keepPerson(tx, line, actor)
    await storeDecision(tx.knex, id, { decision, note, actor })
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.ACCESS_REVIEW_DECIDED,
          user_id,
          email,
          actor,
          source,
          reason: note,
          data: {
            access_review_id: review_id,
            item_id: id,
            decision,
            // What is said about somebody who is gone is no sign of life: see `LAST_HEARD_OF` in `database/history.ts`.
            ...(email === null ? { was_deleted_before: true } : {}),
          },
        },
        context
      )
    )
    return { user_id, is_marked: true, ...change }
  })
}

async function removePerson(
  tx: Transaction,
  container: MedusaContainer,
  input: Parameters<typeof offboardUserWithin>[2]
): Promise<Decided> {
  try {
    const { report, deleted_user } = await offboardUserWithin(tx, container, input)
    return {
      deleted_user,
      took_access: report.changed,
      email: deleted_user ? report.email : null,
    }
  } catch (error) {
    if (isUserNotFound(error)) {
      // The row is gone for good, and the person has left nothing behind.
      return { deleted_user: false, took_access: false, email: null }
    }
    throw error
  }
}

/** Nothing is done, but they can't go meanwhile: the ledger is to know whether they were a user. */
async function keepPerson(
  tx: Transaction,
  { user_id }: Pick<AccessReviewItemRow, "user_id">,
  actor: Actor
): Promise<Decided> {
  const actorUserId = await findActorUserId(tx.knex, actor)
  if (actorUserId !== undefined && actorUserId < user_id) {
    await lockActingShared(tx.knex, actorUserId)
  }
  const user = await lockUserShared(tx.knex, user_id)
  await assertActorMayAct(tx.knex, actor)
  const email = user && !user.deleted_at ? user.email : null
  return { deleted_user: false, took_access: false, email }
}
