import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { DeliveryName, renewDelivery } from "../../../database/deliveries"
import { runInTransaction } from "../../../database/transaction"
import { ErrorCodes } from "../../../domain/error-codes"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { ChangeContext } from "../../user/types"

export type RetryEmailInput = Pick<ChangeContext, "actor" | "source"> & DeliveryName

export const renewEmailStepId = "renew-email"
/**
 * This step makes an email due at once, with as many attempts before it as a new one. It returns its id.
 *
 * @throws MedusaError `not_found` where there is none to try again: no such email, it has left, or it is being sent
 */
export const renewEmailStep = createStep(
  renewEmailStepId,
  async (input: RetryEmailInput, { container }) => {
    const { actor = SYSTEM_ACTOR, source } = input
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    const id = await runInTransaction(container, async (tx) => {
      await assertActorMayAct(tx.knex, actor)
      const delivery = await renewDelivery(tx.knex, nameOf(input))
      if (!delivery) {
        throw notFound(input)
      }
      const { id: email_id, recipient, template, subject_type, subject_id } = delivery
      await tx.call(lifecycle, (service, context) =>
        service.appendToLedger(
          {
            type: LifecycleEventType.EMAIL_RETRIED,
            user_id: subject_type === "user" ? subject_id : null,
            email: recipient,
            actor,
            source,
            data: { template, email_id, [`${subject_type}_id`]: subject_id },
          },
          context
        )
      )
      return email_id
    })
    return new StepResponse(id)
  }
)

const nameOf = (input: RetryEmailInput): DeliveryName =>
  "email_id" in input ? { email_id: input.email_id } : { invite_id: input.invite_id }

function notFound(name: DeliveryName): MedusaError {
  return new MedusaError(
    MedusaError.Types.NOT_FOUND,
    "email_id" in name
      ? `There is no email ${name.email_id} that waits or was given up.`
      : `Invite ${name.invite_id} has no email that waits or was given up. Send the invite again to get a new one.`,
    ErrorCodes.EMAIL_NOT_FOUND
  )
}
