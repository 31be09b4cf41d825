import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { AuthWorkflowEvents } from "@medusajs/framework/utils"
import { seal } from "../database/sealed"
import { QUEUED_EMAIL_KEY } from "../workflows/email/queued-email-key"
import { sendPasswordEmailWorkflow } from "../workflows/email"

/** Sends the email with which an admin user sets a password; customers' resets are left alone. */
export default async function sendPasswordEmail({
  event,
  container,
}: SubscriberArgs<{
  entity_id: string
  actor_type: string
  token: string
  metadata?: Record<string, unknown>
}>) {
  const { entity_id, actor_type, token, metadata } = event.data
  if (actor_type !== "user" || metadata?.[QUEUED_EMAIL_KEY]) {
    return
  }
  await sendPasswordEmailWorkflow(container).run({
    input: { entity_id, token: seal(container, token), trigger_type: event.name },
  })
}

export const config: SubscriberConfig = {
  event: AuthWorkflowEvents.PASSWORD_RESET,
  context: { subscriberId: "user-lifecycle-send-password-email" },
}
