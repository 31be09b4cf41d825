import {
  createHook,
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { openAccessReviewStep } from "../steps/open-access-review"
import { OpenAccessReviewInput } from "../types"

export const openAccessReviewWorkflowId = "open-access-review"
/**
 * This workflow opens an access review: a list of everybody who is active or suspended at this instant, or is gone and has API keys
 * that work, with what is known of each, for reviewers to decide who keeps their access. `POST /admin/user-lifecycle/access-reviews` uses it. The list is
 * frozen: who comes later is not on it, and what changes later is not seen in it. Several reviews can be open at once.
 *
 * It does not do anything on the date in `due_at`, which is for people to read. It emits
 * `user_lifecycle.access_review_opened`.
 *
 * Hooks: `validate` before anything is written, `accessReviewOpened` after.
 *
 * Errors: `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * const { result: review } = await openAccessReviewWorkflow(container).run({
 *   input: { title: "First quarter", due_at: "2027-03-31T17:00:00Z" },
 * })
 *
 * @summary Open a review of who has access.
 */
export const openAccessReviewWorkflow = createWorkflow(
  openAccessReviewWorkflowId,
  function (input: WorkflowData<OpenAccessReviewInput>) {
    const validate = createHook("validate", { input })
    const review = openAccessReviewStep(input)
    emitEventStep({
      eventName: busEventName(LifecycleEventType.ACCESS_REVIEW_OPENED),
      data: transform({ review }, ({ review }) => ({ access_review_id: review.id })),
    })
    const accessReviewOpened = createHook("accessReviewOpened", { review })
    return new WorkflowResponse(review, { hooks: [validate, accessReviewOpened] })
  }
)
