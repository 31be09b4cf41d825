import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { giveToken } from "../../../database/deliveries"
import { Sealed, unseal } from "../../../database/sealed"
import { findUserOfPasswordLogin } from "../../../database/users"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { passwordKey } from "../keys"

export type QueuePasswordEmailStepInput = {
  entity_id: string
  /** The reset token, sealed, as the input of a workflow can be stored. */
  token: Sealed
  trigger_type: string
}

export const queuePasswordEmailStepId = "queue-password-email"
/**
 * This step puts the email on its way with which a person sets their first password, or another one: the one that was asked
 * for and waits for its token, if there is one. There is none for a login that is nobody's.
 */
export const queuePasswordEmailStep = createStep(
  queuePasswordEmailStepId,
  async ({ entity_id, token, trigger_type }: QueuePasswordEmailStepInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const user = await findUserOfPasswordLogin(db, entity_id)
    if (!user) {
      return new StepResponse<string[]>([])
    }
    const kind = user.has_password ? EMAIL_KINDS.reset_password : EMAIL_KINDS.set_password
    const delivery = {
      key: passwordKey(user.id, unseal(container, token)),
      template: kind.template,
      recipient: user.email,
      subject_type: "user",
      subject_id: user.id,
      trigger_type,
      sealed_token: token.sealed,
    } as const
    return new StepResponse<string[]>([await giveToken(db, delivery)])
  }
)
