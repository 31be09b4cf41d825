import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { busEventName, LifecycleEventType } from "../domain/lifecycle-event"
import { deliverEmailsWorkflow } from "../workflows/email"

/** Delivers an email that an admin has tried again. */
export default async function deliverRetriedEmail({
  event,
  container,
}: SubscriberArgs<{ email_id: string }>) {
  await deliverEmailsWorkflow(container).run({ input: { email_ids: [event.data.email_id] } })
}

export const config: SubscriberConfig = {
  event: busEventName(LifecycleEventType.EMAIL_RETRIED),
  context: { subscriberId: "user-lifecycle-deliver-retried-email" },
}
