import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { renewInviteDelivery } from "../../../database/deliveries"
import { ErrorCodes } from "../../../domain/error-codes"

export type RenewInviteEmailStepInput = { invite_id: string }

export const renewInviteEmailStepId = "renew-invite-email"
/**
 * This step makes an invite's email due at once, with as many attempts before it as a new one.
 *
 * @throws MedusaError `not_found` where there is none to try again: no such invite, it has left, or it is being sent
 */
export const renewInviteEmailStep = createStep(
  renewInviteEmailStepId,
  async ({ invite_id }: RenewInviteEmailStepInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const id = await renewInviteDelivery(db, invite_id)
    if (!id) {
      throw new MedusaError(
        MedusaError.Types.NOT_FOUND,
        `Invite ${invite_id} has no email that waits or was given up. Send the invite again to get a new one.`,
        ErrorCodes.EMAIL_NOT_FOUND
      )
    }
    return new StepResponse<string[]>([id])
  }
)
