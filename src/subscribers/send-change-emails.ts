import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { busEventName, LifecycleEventType } from "../domain/lifecycle-event"
import { sendChangeEmailsWorkflow } from "../workflows/email"

/** Sends the emails that tell a person of a change to them, which were put on their way together with it. */
export default async function sendChangeEmails({
  event,
  container,
}: SubscriberArgs<{ user_id: string }>) {
  await sendChangeEmailsWorkflow(container).run({ input: { user_id: event.data.user_id } })
}

export const config: SubscriberConfig = {
  event: [
    busEventName(LifecycleEventType.USER_EMAIL_CHANGED),
    busEventName(LifecycleEventType.USER_SUSPENDED),
    busEventName(LifecycleEventType.USER_REACTIVATED),
  ],
  context: { subscriberId: "user-lifecycle-send-change-emails" },
}
