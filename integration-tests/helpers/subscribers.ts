import type { SubscriberArgs } from "@medusajs/framework"
import type { MedusaContainer } from "@medusajs/framework/types"
import path from "node:path"

const COMPLETE_OFFBOARDING = path.join(
  __dirname,
  "../../.medusa/server/src/subscribers/complete-offboarding.js"
)

/** Delivers `user.deleted` to the plugin's subscriber, and waits until it is done: the event bus tells nobody. */
export async function deliverUserDeleted(container: MedusaContainer, id: string): Promise<void> {
  const subscriber =
    jest.requireActual<typeof import("../../src/subscribers/complete-offboarding")>(
      COMPLETE_OFFBOARDING
    )
  await subscriber.default({
    event: { name: "user.deleted", data: { id } },
    container,
    pluginOptions: {},
  } as SubscriberArgs<{ id: string }>)
}
