import { MedusaContainer } from "@medusajs/framework/types"
import { findReview, freezePeople, insertReview } from "../../../database/access-reviews"
import { runInTransaction } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { withoutBlanks } from "../../../domain/visible-text"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { reviewNotFound } from "../errors"
import { AccessReview, OpenAccessReviewInput } from "../types"

/** Opens a review, makes its list of who has access at this instant, and tells the ledger, in one transaction. */
export async function openAccessReview(
  container: MedusaContainer,
  { title, due_at, actor = SYSTEM_ACTOR, source }: OpenAccessReviewInput
): Promise<AccessReview> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  return await runInTransaction(container, async (tx) => {
    const id = await insertReview(tx.knex, {
      title: withoutBlanks(title ?? "") || null,
      due_at: due_at ? new Date(due_at) : null,
      actor,
    })
    await freezePeople(tx.knex, id, lifecycle.access.activity.unwritten())
    // Not before: whoever may act is kept from changing from here on, and a list of everybody takes its time.
    await assertActorMayAct(tx.knex, actor)
    const review = await findReview(tx.knex, id)
    if (!review) {
      throw reviewNotFound(id)
    }
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.ACCESS_REVIEW_OPENED,
          actor,
          source,
          data: {
            access_review_id: id,
            title: review.title,
            due_at: review.due_at?.toISOString() ?? null,
            total: review.counts.total,
          },
        },
        context
      )
    )
    return review
  })
}
