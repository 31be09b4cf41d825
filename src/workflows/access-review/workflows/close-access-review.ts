import {
  createHook,
  createWorkflow,
  transform,
  when,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { closeAccessReviewStep } from "../steps/close-access-review"
import { CloseAccessReviewInput } from "../types"

export const closeAccessReviewWorkflowId = "close-access-review"
/**
 * This workflow closes an access review: nothing of it changes any more, and the ledger says who closed it, and what was
 * decided about how many. `POST /admin/user-lifecycle/access-reviews/:id/close` uses it.
 *
 * It does not decide about anybody: lines that are undecided, where that is allowed, stay so, and their people keep their
 * access. Closing a closed review succeeds and changes nothing. It emits `user_lifecycle.access_review_closed`, if it was this
 * run that closed the review.
 *
 * Hooks: `validate` before anything is written, `accessReviewClosed` after.
 *
 * Errors: `not_found` with code `user_lifecycle.access_review_not_found`; `not_allowed` while lines are undecided
 * (`user_lifecycle.access_review_undecided`); `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * const { result: review } = await closeAccessReviewWorkflow(container).run({
 *   input: { review_id: "urev_123", note: "signed off by Grace" },
 * })
 *
 * @summary Close a review of who has access.
 */
export const closeAccessReviewWorkflow = createWorkflow(
  closeAccessReviewWorkflowId,
  function (input: WorkflowData<CloseAccessReviewInput>) {
    const validate = createHook("validate", { input })
    const closed = closeAccessReviewStep(input)
    when("it-was-open", { closed }, ({ closed }) => closed.is_changed).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.ACCESS_REVIEW_CLOSED),
        data: { access_review_id: input.review_id },
      })
    })
    const review = transform({ closed }, ({ closed }) => closed.review)
    const accessReviewClosed = createHook("accessReviewClosed", { review })
    return new WorkflowResponse(review, { hooks: [validate, accessReviewClosed] })
  }
)
