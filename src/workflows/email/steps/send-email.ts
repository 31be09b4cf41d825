import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { INotificationModuleService, Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { describeDatabaseError, sqlState } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { EmailOutcome, OutgoingEmail } from "../types"

const UNIQUE_VIOLATION = "23505"

export const sendEmailStepId = "send-email"
/**
 * This step sends an email through Medusa's Notification Module, whatever provider it has for the channel "email", and
 * tells the ledger how that went. It never fails: an email that does not leave must not undo what it tells about.
 *
 * There is no compensation: an email can't be called back.
 */
export const sendEmailStep = createStep(
  sendEmailStepId,
  async (email: OutgoingEmail | undefined, { container }) => {
    if (!email) {
      return new StepResponse<EmailOutcome | undefined>(undefined)
    }
    const { outcome, reason } = await deliver(container, email)
    try {
      await recordOutcome(container, email, outcome, reason)
    } catch (error) {
      const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
      logger.error(
        `user-lifecycle: the ledger could not be told about an email: ${describeDatabaseError(error)}`
      )
    }
    return new StepResponse<EmailOutcome | undefined>(outcome)
  }
)

async function deliver(
  container: MedusaContainer,
  email: OutgoingEmail
): Promise<{ outcome: EmailOutcome; reason?: string }> {
  if (!(await hasEmailProvider(container))) {
    warnOnce(container)
    return {
      outcome: "no_provider",
      reason: "No notification provider for the channel email is configured.",
    }
  }
  const notifications: INotificationModuleService = container.resolve(Modules.NOTIFICATION)
  try {
    return await send(notifications, email)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (sqlState(error) === UNIQUE_VIOLATION || message.includes("idempotency_key")) {
      // Another delivery of the same event is sending it at this moment.
      return { outcome: "already_sent" }
    }
    return { outcome: "failed", reason: withoutSecrets(message) }
  } finally {
    await forgetContent(container, email)
  }
}

async function send(
  notifications: INotificationModuleService,
  email: OutgoingEmail
): Promise<{ outcome: EmailOutcome }> {
  const sent = await notifications.createNotifications([
    {
      to: email.to,
      channel: "email",
      template: email.template,
      data: email.template_data,
      content: email.content,
      idempotency_key: email.idempotency_key,
      trigger_type: email.trigger_type,
      resource_type: email.subject_of.type,
      resource_id: email.subject_of.id,
    },
  ])
  return { outcome: sent.length ? "sent" : "already_sent" }
}

/**
 * Medusa (2.21) keeps what it sent, and shows it to every admin (`GET /admin/notifications`): the link in it would let one
 * who leaves come back as somebody who has yet to use theirs.
 */
async function forgetContent(container: MedusaContainer, email: OutgoingEmail): Promise<void> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  try {
    await db.raw("UPDATE notification SET data = NULL WHERE idempotency_key = ?", [
      email.idempotency_key,
    ])
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: the link of an email stays in the notifications: ${describeDatabaseError(error)}`
    )
  }
}

/** What a provider says may quote the email: links and tokens have no place in the ledger, nor has a novel. */
function withoutSecrets(message: string): string {
  return message
    .replace(/https?:\/\/\S+/g, "[link]")
    .replace(/[\w-]{16,}\.[\w-]{8,}\.[\w-]{8,}/g, "[token]")
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, 500)
}

async function recordOutcome(
  container: MedusaContainer,
  email: OutgoingEmail,
  outcome: EmailOutcome,
  reason: string | undefined
): Promise<void> {
  const types: Partial<Record<EmailOutcome, LifecycleEventType>> = {
    sent: LifecycleEventType.EMAIL_SENT,
    no_provider: LifecycleEventType.EMAIL_NOT_SENT,
    failed: LifecycleEventType.EMAIL_FAILED,
  }
  const type = types[outcome]
  if (!type) {
    return
  }
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { subject_of } = email
  await lifecycle.appendToLedger({
    type,
    user_id: subject_of.type === "user" ? subject_of.id : null,
    email: email.to,
    actor: SYSTEM_ACTOR,
    reason,
    data: {
      template: email.template,
      trigger: email.trigger_type,
      [`${subject_of.type}_id`]: subject_of.id,
    },
  })
}

/**
 * Asked before a notification is created: without a provider, the module would keep a failed notification under the
 * idempotency key, and nothing could be sent under it once a provider is there.
 */
async function hasEmailProvider(container: MedusaContainer): Promise<boolean> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { rows } = await db.raw(
    `SELECT 1 FROM notification_provider WHERE is_enabled AND 'email' = ANY (channels) AND deleted_at IS NULL LIMIT 1`
  )
  return rows.length > 0
}

let hasWarned = false

function warnOnce(container: MedusaContainer): void {
  if (!hasWarned) {
    hasWarned = true
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.warn(
      "user-lifecycle: no email leaves this application, because its Notification Module has no provider for the " +
        'channel "email". Invites and password links have to be handed over by hand until one is configured.'
    )
  }
}
