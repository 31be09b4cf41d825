import { setTimeout as delay } from "node:timers/promises"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { DeliveryRow, renewLease, settleDelivery } from "../../../database/deliveries"
import { describeDatabaseError, runInTransaction } from "../../../database/transaction"
import {
  Attempt,
  decideDelivery,
  DELIVERY_PROBLEMS,
  DeliveryDecision,
  DeliveryStatus,
} from "../../../domain/delivery"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { composeEmail } from "../composers"
import { ComposedEmail, EmailOutcome } from "../types"
import { attemptDelivery } from "./attempt-delivery"
import { hasEmailProvider, warnOfMissingProvider } from "./email-provider"
import { LEASE_SECONDS } from "./keep-lease"
import { withoutSecrets } from "./without-secrets"

const LOST_ATTEMPTS: Attempt = { succeeded: false, message: DELIVERY_PROBLEMS.interrupted }

/** For so long it is tried to write down how an attempt ended, while a migration, say, has locked the ledger. */
const SETTLE_WITHIN_MS = 10 * 60_000

/** The pauses in between get longer, and are shorter than the lease. */
const LONGEST_PAUSE_MS = 16_000

type Ending = DeliveryDecision | { status: typeof DeliveryStatus.CANCELLED }

/**
 * Makes one attempt at an email whose lease this instance has, and writes down how it ended, together with the ledger
 * entry that tells of it.
 *
 * An instance that dies after the mail server has taken the email and before that is written down leaves it to be sent
 * once more: with the same message id, which mail systems that look for doubles recognize.
 */
export async function deliverEmail(
  container: MedusaContainer,
  delivery: DeliveryRow
): Promise<EmailOutcome> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { retry_delays_seconds } = lifecycle.options.emails
  const attempt =
    delivery.attempts > retry_delays_seconds.length + 1
      ? LOST_ATTEMPTS
      : await composeAndSend(container, delivery)
  if (attempt === "cancelled") {
    await settle(container, delivery, { status: DeliveryStatus.CANCELLED }, "cancelled")
    return "cancelled"
  }
  if (attempt === "no_provider") {
    const because = DELIVERY_PROBLEMS.no_provider
    await settle(container, delivery, { status: DeliveryStatus.FAILED, because }, "no_provider")
    return "no_provider"
  }
  const told = attempt.succeeded
    ? attempt
    : { ...attempt, message: withoutSecrets(attempt.message) }
  const decision = decideDelivery(told, delivery.attempts, retry_delays_seconds)
  await settle(container, delivery, decision, decision.status)
  return decision.status
}

/** What can't be written, such as one whose token was sealed with another secret, counts as one that did not leave. */
async function composeAndSend(
  container: MedusaContainer,
  delivery: DeliveryRow
): Promise<Attempt | "cancelled" | "no_provider"> {
  let email: ComposedEmail | undefined
  try {
    email = await composeEmail(container, delivery)
    if (email && !(await hasEmailProvider(container))) {
      warnOfMissingProvider(container)
      return "no_provider"
    }
  } catch (error) {
    return { succeeded: false, message: describeDatabaseError(error) }
  }
  return email ? await attemptDelivery(container, delivery, email) : "cancelled"
}

const ENTRIES: Partial<Record<EmailOutcome, LifecycleEventType>> = {
  sent: LifecycleEventType.EMAIL_SENT,
  no_provider: LifecycleEventType.EMAIL_NOT_SENT,
  failed: LifecycleEventType.EMAIL_FAILED,
}

/**
 * Writes down how an attempt ended, and does not let go of the email before: nobody else is to send what has left because the
 * ledger was locked for a while, or a connection broke.
 */
async function settle(
  container: MedusaContainer,
  delivery: DeliveryRow,
  ending: Ending,
  outcome: EmailOutcome
): Promise<void> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const deadline = Date.now() + SETTLE_WITHIN_MS
  for (let pauseMs = 1_000; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await settleOnce(container, delivery, ending, outcome)
    } catch (error) {
      if (Date.now() > deadline) {
        throw error
      }
      logger.warn(
        `user-lifecycle: what became of an email (${delivery.id}) could not be written down yet: ${describeDatabaseError(error)}`
      )
    }
    const renewed = await renewLease(db, delivery, LEASE_SECONDS).catch(() => undefined)
    delivery.lease = renewed ?? delivery.lease
    // It keeps no process from ending.
    await delay(pauseMs, undefined, { ref: false })
  }
}

async function settleOnce(
  container: MedusaContainer,
  delivery: DeliveryRow,
  ending: Ending,
  outcome: EmailOutcome
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const type = ENTRIES[outcome]
  await runInTransaction(container, async (tx) => {
    const isOurs = await settleDelivery(tx.knex, delivery, ending)
    if (!isOurs || !type) {
      return
    }
    const { subject_type, subject_id, template, trigger_type, recipient, attempts } = delivery
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type,
          user_id: subject_type === "user" ? subject_id : null,
          email: recipient,
          actor: SYSTEM_ACTOR,
          reason: "because" in ending ? ending.because : undefined,
          data: { template, trigger: trigger_type, attempts, [`${subject_type}_id`]: subject_id },
        },
        context
      )
    )
  })
}
