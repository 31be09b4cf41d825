import { Modules, UserWorkflowEvents } from "@medusajs/framework/utils"
import {
  createHook,
  createWorkflow,
  transform,
  when,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep, removeRemoteLinkStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { offboardUserStep } from "../steps/offboard-user"
import { OffboardUserInput } from "../types"

export const offboardUserWorkflowId = "offboard-user"
/**
 * This workflow ends all access of a person in one transaction: the user is soft-deleted, every auth identity goes (one
 * that is also a customer's loses the user's link only), tokens and sessions die, secret API keys that the person made
 * are revoked, their pending invite and reset tokens are gone, and the ledger says so. `DELETE /admin/users/:id` and
 * `POST /admin/users/:id/offboard` use it, and a subscriber when other code deleted the user.
 *
 * It does not erase: name, email and history stay in the database. It does not stop a request of the person that had
 * begun before it committed.
 *
 * Running it for somebody who is offboarded succeeds and changes nothing. It emits `user.deleted` once, if it was this
 * run that deleted the user, and `user_lifecycle.user_offboarded` if anything changed.
 *
 * Hooks: `validate` before anything is written, `userOffboarded` after.
 *
 * Errors: `not_found` for an unknown id; `not_allowed` for oneself (`user_lifecycle.self_offboarding`) and for the last
 * active admin (`user_lifecycle.last_admin`); `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * const { result: report } = await offboardUserWorkflow(container).run({
 *   input: { user_id: "user_123", reason: "left the company", dry_run: true },
 * })
 *
 * @summary End all access of an admin user.
 */
export const offboardUserWorkflow = createWorkflow(
  offboardUserWorkflowId,
  function (input: WorkflowData<OffboardUserInput>) {
    const validate = createHook("validate", { input })
    const offboarded = offboardUserStep(input)

    when("the-user-was-deleted", { offboarded }, ({ offboarded }) => offboarded.deleted_user).then(
      () => {
        // Links of other modules to the user go as with Medusa's own deletion.
        removeRemoteLinkStep({ [Modules.USER]: { user_id: input.user_id } })
        emitEventStep({ eventName: UserWorkflowEvents.DELETED, data: { id: input.user_id } })
      }
    )
    when("something-changed", { offboarded }, ({ offboarded }) => {
      return offboarded.report.changed && !offboarded.report.dry_run
    }).then(() => {
      emitEventStep({
        eventName: busEventName(LifecycleEventType.USER_OFFBOARDED),
        data: { user_id: input.user_id },
      }).config({ name: "emit-user-offboarded" })
    })

    const report = transform({ offboarded }, ({ offboarded }) => offboarded.report)
    const userOffboarded = createHook("userOffboarded", { report })
    return new WorkflowResponse(report, { hooks: [validate, userOffboarded] })
  }
)
