import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { hasEntrySince } from "../../../database/ledger"
import { onOneInstance } from "../../../database/exclusively"
import { readDatabaseClock } from "../../../database/principals"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { countFindings } from "../audit/count-findings"

/** Instances whose clocks differ come to the same hour one after the other: one audit is enough. */
const ENOUGH_MS = 30 * 60_000

export const recordAuditStepId = "record-audit-step"
/**
 * This step looks for what is wrong in the hours of option `audit.at_hours_utc`, on one instance, and writes into the
 * ledger how much it found. It returns that; nothing in other hours, or where another instance does it or has done it.
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
    const isTime = lifecycle.options.audit.at_hours_utc.includes(now.getUTCHours())
    if (!isTime || (await hasEntrySince(db, type, new Date(now.getTime() - ENOUGH_MS)))) {
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
