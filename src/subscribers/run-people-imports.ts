import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { busEventName, LifecycleEventType } from "../domain/lifecycle-event"
import { runImportsInBackground } from "../workflows/import/run-in-background"

/** Begins with an import of people as soon as it is confirmed. */
export default async function runPeopleImports({ container }: SubscriberArgs<unknown>) {
  runImportsInBackground(container)
}

export const config: SubscriberConfig = {
  event: busEventName(LifecycleEventType.IMPORT_CONFIRMED),
  context: { subscriberId: "user-lifecycle-run-people-imports" },
}
