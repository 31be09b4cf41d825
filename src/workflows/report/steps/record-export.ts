import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { runInTransaction } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { RecordExportInput } from "../types"

const TYPES = {
  people: LifecycleEventType.PEOPLE_EXPORTED,
  events: LifecycleEventType.EVENTS_EXPORTED,
  access_review: LifecycleEventType.ACCESS_REVIEW_EXPORTED,
} as const

export const recordExportStepId = "record-export-step"
/**
 * This step tells the ledger that somebody exports people, the ledger, or an access review.
 *
 * There is no compensation: whoever began to export has seen what they began with.
 */
export const recordExportStep = createStep(
  recordExportStepId,
  async (input: RecordExportInput, { container }) => {
    const { actor = SYSTEM_ACTOR, source, of, format, filters, count } = input
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    await runInTransaction(container, async (tx) => {
      await assertActorMayAct(tx.knex, actor)
      await tx.call(lifecycle, (service, context) =>
        service.appendToLedger(
          {
            type: TYPES[of],
            actor,
            source,
            data: {
              ...(input.of === "access_review" ? { access_review_id: input.access_review_id } : {}),
              format,
              filters,
              count,
            },
          },
          context
        )
      )
    })
    return new StepResponse(undefined)
  }
)
