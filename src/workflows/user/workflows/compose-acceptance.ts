import { InviteWorkflowEvents, UserWorkflowEvents } from "@medusajs/framework/utils"
import { createHook, WorkflowData } from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { acceptInviteStep } from "../steps/accept-invite"
import {
  validateAcceptInviteStep,
  ValidateAcceptInviteStepInput,
} from "../steps/validate-accept-invite"

/** What the workflows that accept an invite consist of, whatever login the person is to have. */
export function composeAcceptance(input: WorkflowData<ValidateAcceptInviteStepInput>) {
  const acceptance = validateAcceptInviteStep(input)
  const validate = createHook("validate", { acceptance })
  const accepted = acceptInviteStep(acceptance)

  emitEventStep({ eventName: UserWorkflowEvents.CREATED, data: { id: accepted.user_id } })
  emitEventStep({
    eventName: InviteWorkflowEvents.ACCEPTED,
    data: { id: accepted.invite_id },
  }).config({ name: "emit-invite-accepted" })
  emitEventStep({
    eventName: busEventName(LifecycleEventType.USER_PROVISIONED),
    data: { user_id: accepted.user_id },
  }).config({ name: "emit-user-provisioned" })

  const inviteAccepted = createHook("inviteAccepted", { accepted })
  return { accepted, validate, inviteAccepted }
}
