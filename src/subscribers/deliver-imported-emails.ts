import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { busEventName, LifecycleEventType } from "../domain/lifecycle-event"
import { deliverEmailsWorkflow } from "../workflows/email"

/** Delivers the emails to the people of an import, which were held until its lines were done. */
export default async function deliverImportedEmails({ container }: SubscriberArgs<unknown>) {
  await deliverEmailsWorkflow(container).run({ input: {} })
}

export const config: SubscriberConfig = {
  event: busEventName(LifecycleEventType.IMPORT_COMPLETED),
  context: { subscriberId: "user-lifecycle-deliver-imported-emails" },
}
