import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { onOneInstance } from "../../../database/exclusively"
import {
  endDueOffboarding,
  listDueOffboardings,
  ScheduledOffboardingRow,
  storeFailedOffboarding,
} from "../../../database/scheduled-offboardings"
import { runInTransaction } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { within } from "../../../access/within"
import { isUserNotFound } from "../../error-type"
import { explainRefusal } from "../../explain-refusal"
import { RunScheduledOffboardingsInput } from "../types"
import { offboardUserWorkflow } from "../workflows/offboard-user"

/** By far more than one takes: what holds it up is the application's own, such as a hook that asks a system which never answers. */
const LIMIT_MS = 60_000

/** How long one that has come to no end is left alone: what it waits for is given some time, and may never answer. */
const RETRY_AFTER_MS = 600_000

export const runScheduledOffboardingsStepId = "run-scheduled-offboardings-step"
/**
 * This step offboards whose date has come, on one instance, each in a transaction of its own, which also remembers that it
 * happened. One that can't happen, such as that of the last admin, is told to the ledger and the log, and tried again; so is one that
 * has not come to an end after `limit_ms`, but by this process not before `retry_after_ms`. None keeps another from happening. It
 * returns how many were offboarded.
 *
 * There is no compensation.
 */
export const runScheduledOffboardingsStep = createStep(
  runScheduledOffboardingsStepId,
  async (input: RunScheduledOffboardingsInput | undefined, { container }) => {
    const { limit_ms = LIMIT_MS, retry_after_ms = RETRY_AFTER_MS } = input ?? {}
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const done = await onOneInstance(container, "scheduled-offboardings", async () => {
      let count = 0
      for (const scheduled of await listDueOffboardings(db)) {
        if (!isUnderWay(scheduled, retry_after_ms)) {
          count += (await offboard(container, db, scheduled, limit_ms)) ? 1 : 0
        }
      }
      return count
    })
    return new StepResponse(done ?? 0)
  }
)

/**
 * Those that have not come to an end in this process, by their person and date, and when they began. Another try would most likely
 * hang as well; and it is safe, since whichever comes to the transaction first takes the person off their date.
 */
const underWay = new Map<string, number>()

const keyOf = ({ id, offboard_at }: ScheduledOffboardingRow) => `${id} ${offboard_at.toISOString()}`

function isUnderWay(scheduled: ScheduledOffboardingRow, retryAfterMs: number): boolean {
  const begunAt = underWay.get(keyOf(scheduled))
  return begunAt !== undefined && performance.now() - begunAt < retryAfterMs
}

async function offboard(
  container: MedusaContainer,
  db: Knex,
  scheduled: ScheduledOffboardingRow,
  limitMs: number
): Promise<boolean> {
  try {
    const { result } = await within(limitMs, begin(container, scheduled))
    if (result.changed) {
      return true
    }
  } catch (error) {
    if (!(await isGone(db, scheduled.user_id, error))) {
      await tellOfFailure(container, scheduled, explainRefusal(error))
      return false
    }
  }
  // Nothing was left to do; or somebody has cancelled or moved it, and there is nothing to write down.
  await endDueOffboarding(db, scheduled)
  return false
}

function begin(container: MedusaContainer, scheduled: ScheduledOffboardingRow) {
  const { user_id, reason, revoke_api_keys, scheduled_by_type, scheduled_by_id } = scheduled
  const by = scheduled_by_id ? `${scheduled_by_type} ${scheduled_by_id}` : scheduled_by_type
  const offboarding = offboardUserWorkflow(container).run({
    input: {
      user_id,
      // The list is as old as the first of those before it.
      scheduled_offboarding_id: scheduled.id,
      scheduled_offboarding_at: scheduled.offboard_at.toISOString(),
      reason: `${reason ? `${reason} ` : ""}(scheduled by ${by})`,
      revoke_api_keys: revoke_api_keys ?? undefined,
      actor: SYSTEM_ACTOR,
    },
  })
  const key = keyOf(scheduled)
  const begunAt = performance.now()
  underWay.set(key, begunAt)
  const forget = () => {
    // Unless another try has begun since.
    if (underWay.get(key) === begunAt) {
      underWay.delete(key)
    }
  }
  void offboarding.then(forget, forget)
  return offboarding
}

/** Whether it failed because nothing is left of the person. A hook can run a workflow of the plugin for somebody else. */
async function isGone(db: Knex, userId: string, error: unknown): Promise<boolean> {
  if (!isUserNotFound(error)) {
    return false
  }
  const { rows } = await db.raw('SELECT 1 FROM "user" WHERE id = ? AND deleted_at IS NULL', [
    userId,
  ])
  return rows.length === 0
}

async function tellOfFailure(
  container: MedusaContainer,
  scheduled: ScheduledOffboardingRow,
  because: ReturnType<typeof explainRefusal>
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const { user_id } = scheduled
  const isNew = await runInTransaction(container, async (tx) => {
    const isStored = await storeFailedOffboarding(tx.knex, scheduled, because)
    if (isStored) {
      const type = LifecycleEventType.USER_OFFBOARDING_FAILED
      await tx.call(lifecycle, (service, context) =>
        service.appendToLedger(
          { type, user_id, actor: SYSTEM_ACTOR, reason: because.message },
          context
        )
      )
    }
    return isStored
  })
  if (isNew) {
    logger.error(
      `user-lifecycle: ${user_id} was to be offboarded, and could not be; it is tried again: ${because.message}`
    )
  }
}
