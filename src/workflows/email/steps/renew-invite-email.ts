import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { renewInviteDelivery } from "../../../database/deliveries"
import { runInTransaction } from "../../../database/transaction"
import { ErrorCodes } from "../../../domain/error-codes"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext } from "../../user/types"

export type RenewInviteEmailStepInput = Pick<ChangeContext, "actor" | "source"> & {
  invite_id: string
}

export const renewInviteEmailStepId = "renew-invite-email"
/**
 * This step makes an invite's email due at once, with as many attempts before it as a new one.
 *
 * @throws MedusaError `not_found` where there is none to try again: no such invite, it has left, or it is being sent
 */
export const renewInviteEmailStep = createStep(
  renewInviteEmailStepId,
  async ({ invite_id, actor = SYSTEM_ACTOR, source }: RenewInviteEmailStepInput, { container }) => {
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    await runInTransaction(container, async (tx) => {
      const delivery = await renewInviteDelivery(tx.knex, invite_id)
      if (!delivery) {
        throw new MedusaError(
          MedusaError.Types.NOT_FOUND,
          `Invite ${invite_id} has no email that waits or was given up. Send the invite again to get a new one.`,
          ErrorCodes.EMAIL_NOT_FOUND
        )
      }
      await tx.call(lifecycle, (service, context) =>
        service.appendToLedger(
          {
            type: LifecycleEventType.EMAIL_RETRIED,
            email: delivery.recipient,
            actor,
            source,
            data: { template: delivery.template, invite_id },
          },
          context
        )
      )
    })
    return new StepResponse(undefined)
  }
)
