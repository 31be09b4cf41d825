import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { UserWorkflowEvents } from "@medusajs/framework/utils"
import { isUserNotFound } from "../workflows/error-type"
import { offboardUserWorkflow } from "../workflows/user"

/**
 * Completes the offboarding of a user whom other code deleted: Medusa's own workflows, another plugin. For a user whom
 * the plugin itself offboarded there is nothing left to do, and nothing is done.
 */
export default async function completeOffboarding({
  event,
  container,
}: SubscriberArgs<{ id: string }>) {
  try {
    await offboardUserWorkflow(container).run({
      input: {
        user_id: event.data.id,
        completes_deletion: true,
        reason: "The user was deleted by other code.",
      },
    })
  } catch (error) {
    // The row is gone for good, and the person has left nothing behind. By its type and code: what a workflow throws has lost
    // its class on the way out of the step (Medusa 2.21).
    if (!isUserNotFound(error)) {
      throw error
    }
  }
}

export const config: SubscriberConfig = {
  event: UserWorkflowEvents.DELETED,
  context: { subscriberId: "user-lifecycle-complete-offboarding" },
}
