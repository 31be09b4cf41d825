import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { queueLostInvites } from "../../../database/deliveries"
import { EMAIL_KINDS } from "../../../emails/email-kinds"

export const queueLostEmailsStepId = "queue-lost-emails"
/**
 * This step puts the emails of invites on their way that no event told of: a process that dies after the commit never
 * emits it, and an event bus in memory forgets it. It returns how many they were.
 */
export const queueLostEmailsStep = createStep(
  queueLostEmailsStepId,
  async (_: unknown, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    return new StepResponse(await queueLostInvites(db, EMAIL_KINDS.invite.template))
  }
)
