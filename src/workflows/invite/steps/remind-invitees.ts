import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { onOneInstance } from "../../../database/exclusively"
import { listInvitesToRemind } from "../../../database/reminders"
import { describeDatabaseError } from "../../../database/transaction"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { remindInvitee } from "../transactions/remind-invitee"

/** More wait for the next run. */
const REMINDERS_PER_RUN = 500

export const remindInviteesStepId = "remind-invitees-step"
/**
 * This step puts an email on its way to everybody whose invite nobody has accepted for `invites.reminder_after_hours`: see
 * `remindInvitee`. It returns the ids of the deliveries; none where another instance is at it.
 *
 * There is no compensation: an email can't be called back.
 */
export const remindInviteesStep = createStep(
  remindInviteesStepId,
  async (_: unknown, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    const { reminder_after_hours: afterHours } = options.invites
    const deliveryIds: string[] = []
    if (afterHours === 0 || options.emails.templates.invite_reminder === false) {
      return new StepResponse(deliveryIds)
    }

    await onOneInstance(container, "remind-invitees", async () => {
      for (const id of await listInvitesToRemind(db, { afterHours, limit: REMINDERS_PER_RUN })) {
        try {
          const deliveryId = await remindInvitee(container, id)
          deliveryIds.push(...(deliveryId ? [deliveryId] : []))
        } catch (error) {
          // The others are not to wait for this one.
          logger.error(
            `user-lifecycle: no reminder of invite ${id} could be sent: ${describeDatabaseError(error)}`
          )
        }
      }
    })
    return new StepResponse(deliveryIds)
  }
)
