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
import { decideAccessReviewStep } from "../steps/decide-access-review"
import { DecideAccessReviewInput, DecideAccessReviewResult } from "../types"

export const decideAccessReviewWorkflowId = "decide-access-review"
/**
 * This workflow decides about people on the list of an access review, each in one transaction: `keep` marks the line, `remove`
 * offboards the person as `offboardUserWorkflow` does, and marks the line. `POST
 * /admin/user-lifecycle/access-reviews/:id/items` uses it. The result says what became of each.
 *
 * Until the review is closed, the last decision about a line counts; except that a removal, which has happened, stays, also
 * where the person is restored. Removing somebody again in the same review succeeds and changes nothing. For somebody who was
 * offboarded meanwhile, either decision marks the line, and `remove` takes what is left of their access. Where an offboarding is
 * refused, the line is not marked: oneself (`user_lifecycle.self_offboarding`) and the last active admin
 * (`user_lifecycle.last_admin`).
 *
 * It emits `user_lifecycle.access_review_decided` for each line that is marked, once it is over; and, right after each person that is
 * offboarded, what `offboardUserWorkflow` emits: `user.deleted` once, and `user_lifecycle.user_offboarded`.
 *
 * Hooks: `validate` before anything is written, `accessReviewDecided` after.
 *
 * Errors: `not_found` with code `user_lifecycle.access_review_not_found`; `not_allowed` for a closed review
 * (`user_lifecycle.access_review_closed`). Everything else is in the results.
 *
 * @example
 * const { result } = await decideAccessReviewWorkflow(container).run({
 *   input: {
 *     review_id: "urev_123",
 *     items: [{ id: "urevi_123", decision: "remove", note: "changed teams" }],
 *   },
 * })
 *
 * @summary Decide who keeps their access.
 */
export const decideAccessReviewWorkflow = createWorkflow(
  decideAccessReviewWorkflowId,
  function (input: WorkflowData<DecideAccessReviewInput>) {
    const validate = createHook("validate", { input })
    const decided = decideAccessReviewStep(input)

    when("lines-were-marked", { decided }, ({ decided }) => decided.marked.length > 0).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.ACCESS_REVIEW_DECIDED),
        data: decided.marked,
      }).config({ name: "emit-access-review-decided" })
    })

    const result = transform({ decided }, ({ decided }): DecideAccessReviewResult => {
      return { results: decided.results }
    })
    const accessReviewDecided = createHook("accessReviewDecided", { result })
    return new WorkflowResponse(result, { hooks: [validate, accessReviewDecided] })
  }
)
