import { MedusaContainer } from "@medusajs/framework/types"
import { findReview, storeClosing } from "../../../database/access-reviews"
import { lockReview } from "../../../database/locks"
import { runInTransaction } from "../../../database/transaction"
import { AccessReviewStatus, refuseClosing } from "../../../domain/access-review"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { refused, reviewNotFound } from "../errors"
import { AccessReview, CloseAccessReviewInput } from "../types"

/**
 * Closes a review, after which nothing of it changes, and tells the ledger what was decided about how many. One that is closed
 * stays as it is.
 *
 * @throws MedusaError `not_found` if there is no such review
 * @throws MedusaError `not_allowed` while lines are undecided, unless that is allowed
 */
export async function closeAccessReview(
  container: MedusaContainer,
  input: CloseAccessReviewInput
): Promise<{ review: AccessReview; is_changed: boolean }> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { review_id, note, allow_undecided = false, actor = SYSTEM_ACTOR, source } = input

  return await runInTransaction(container, async (tx) => {
    await lockReview(tx.knex, review_id)
    await assertActorMayAct(tx.knex, actor)
    const review = await findReview(tx.knex, review_id)
    if (!review) {
      throw reviewNotFound(review_id)
    }
    if (review.status === AccessReviewStatus.CLOSED) {
      return { review, is_changed: false }
    }
    const refusal = refuseClosing(review, { allow_undecided })
    if (refusal) {
      throw refused(refusal)
    }
    await storeClosing(tx.knex, review_id, actor)
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.ACCESS_REVIEW_CLOSED,
          actor,
          source,
          reason: note,
          data: { access_review_id: review_id, title: review.title, ...review.counts },
        },
        context
      )
    )
    return { review: (await findReview(tx.knex, review_id)) ?? review, is_changed: true }
  })
}
