import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { hasEntrySince } from "../../../database/ledger"
import { onOneInstance } from "../../../database/exclusively"
import { readDatabaseClock } from "../../../database/principals"
import { lastAuditHour } from "../../../domain/audit-schedule"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { countFindings } from "../audit/count-findings"

export const recordAuditStepId = "record-audit-step"
/**
 * This step looks for what is wrong, on one instance, if that was not done since the last of the hours of option
 * `audit.at_hours_utc`, and writes into the ledger how much it found. It returns that; nothing where nothing was to be done, or
 * another instance does it.
 *
 * There is no compensation: what was found was found.
 */
export const recordAuditStep = createStep(recordAuditStepId, async (_: unknown, { container }) => {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  const counts = await onOneInstance(container, "audit-identities", async () => {
    const now = await readDatabaseClock(db)
    const type = LifecycleEventType.IDENTITIES_AUDITED
    const dueSince = lastAuditHour(now, lifecycle.options.audit.at_hours_utc)
    if (!dueSince || (await hasEntrySince(db, type, dueSince))) {
      return undefined
    }
    const found = await countFindings(container)
    await lifecycle.appendToLedger({ type, actor: SYSTEM_ACTOR, data: found })
    return found
  })
  const { high = 0, medium = 0 } = counts?.by_severity ?? {}
  if (high + medium > 0) {
    logger.warn(
      `user-lifecycle: the audit found ${high} things of high and ${medium} of medium severity. ` +
        "GET /admin/user-lifecycle/findings tells of them."
    )
  }
  return new StepResponse(counts)
})
