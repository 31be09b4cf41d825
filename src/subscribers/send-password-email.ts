import { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { AuthWorkflowEvents, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { PASSWORD_PROVIDER } from "../auth/providers"
import { readClaims } from "../auth/redate-token"
import { findDeliveryKey } from "../database/deliveries"
import { seal } from "../database/sealed"
import { isStorable } from "../domain/storable"
import { passwordKey } from "../workflows/email/keys"
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
  // Another provider can have a login with an admin's email as its name, and a token that sets nothing here.
  if (actor_type !== "user" || readClaims(token)?.provider !== PASSWORD_PROVIDER) {
    return
  }
  // Anybody can send metadata along, who asks for a reset on the login page.
  const emailId = metadata?.[QUEUED_EMAIL_KEY]
  if (typeof emailId === "string" && (await isQueuedWith(container, emailId, token))) {
    return
  }
  await sendPasswordEmailWorkflow(container).run({
    input: { entity_id, token: seal(container, token), trigger_type: event.name },
  })
}

/** Whether an email is the one with a token. */
async function isQueuedWith(
  container: MedusaContainer,
  emailId: string,
  token: string
): Promise<boolean> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const queued = isStorable(emailId) ? await findDeliveryKey(db, emailId) : undefined
  return !!queued && queued.key === passwordKey(queued.subject_id, token)
}

export const config: SubscriberConfig = {
  event: AuthWorkflowEvents.PASSWORD_RESET,
  context: { subscriberId: "user-lifecycle-send-password-email" },
}
