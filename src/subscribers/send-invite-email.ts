import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { InviteWorkflowEvents } from "@medusajs/framework/utils"
import { sendInviteEmailWorkflow } from "../workflows/email"

/** Sends an invite's email when it is created, and again when it gets a new token. */
export default async function sendInviteEmail({
  event,
  container,
}: SubscriberArgs<{ id: string; import_id?: string }>) {
  if (event.data.import_id) {
    // Those of an import leave when all of its lines are done.
    return
  }
  await sendInviteEmailWorkflow(container).run({
    input: { invite_id: event.data.id, trigger_type: event.name },
  })
}

export const config: SubscriberConfig = {
  event: [InviteWorkflowEvents.CREATED, InviteWorkflowEvents.RESENT],
  context: { subscriberId: "user-lifecycle-send-invite-email" },
}
