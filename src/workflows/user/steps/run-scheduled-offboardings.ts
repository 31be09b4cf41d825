import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { onOneInstance } from "../../../database/exclusively"
import {
  endDueOffboarding,
  listDueOffboardings,
  ScheduledOffboardingRow,
  storeFailedOffboarding,
} from "../../../database/scheduled-offboardings"
import { describeDatabaseError } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { errorTypeOf } from "../../error-type"
import { offboardUserWorkflow } from "../workflows/offboard-user"

export const runScheduledOffboardingsStepId = "run-scheduled-offboardings-step"
/**
 * This step offboards whose date has come, on one instance, each in a transaction of its own, which also remembers that it
 * happened. One that can't happen, such as that of the last admin, is told to the ledger and the log, and tried again. It
 * returns how many were offboarded.
 *
 * There is no compensation.
 */
export const runScheduledOffboardingsStep = createStep(
  runScheduledOffboardingsStepId,
  async (_: unknown, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const done = await onOneInstance(container, "scheduled-offboardings", async () => {
      let count = 0
      for (const scheduled of await listDueOffboardings(db)) {
        count += (await offboard(container, db, scheduled)) ? 1 : 0
      }
      return count
    })
    return new StepResponse(done ?? 0)
  }
)

async function offboard(
  container: MedusaContainer,
  db: Knex,
  scheduled: ScheduledOffboardingRow
): Promise<boolean> {
  const { id, user_id, reason, revoke_api_keys, scheduled_by_type, scheduled_by_id } = scheduled
  const by = scheduled_by_id ? `${scheduled_by_type} ${scheduled_by_id}` : scheduled_by_type
  try {
    const { result } = await offboardUserWorkflow(container).run({
      input: {
        user_id,
        // The list is as old as the first of those before it.
        scheduled_offboarding_id: id,
        reason: `${reason ? `${reason} ` : ""}(scheduled by ${by})`,
        revoke_api_keys: revoke_api_keys ?? undefined,
        actor: SYSTEM_ACTOR,
      },
    })
    if (result.changed) {
      return true
    }
  } catch (error) {
    if (errorTypeOf(error) !== MedusaError.Types.NOT_FOUND) {
      await tellOfFailure(container, db, scheduled, describeDatabaseError(error))
      return false
    }
    // Nothing is left of the person.
  }
  // Nothing was left to do; or somebody has cancelled or moved it, and there is nothing to write down.
  await endDueOffboarding(db, id)
  return false
}

async function tellOfFailure(
  container: MedusaContainer,
  db: Knex,
  scheduled: ScheduledOffboardingRow,
  because: string
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  if (!(await storeFailedOffboarding(db, scheduled, because))) {
    return
  }
  const { user_id } = scheduled
  logger.error(
    `user-lifecycle: ${user_id} was to be offboarded, and could not be; it is tried again: ${because}`
  )
  await lifecycle.appendToLedger({
    type: LifecycleEventType.USER_OFFBOARDING_FAILED,
    user_id,
    actor: SYSTEM_ACTOR,
    reason: because,
  })
}
