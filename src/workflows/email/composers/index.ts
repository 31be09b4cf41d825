import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { DeliveryRow } from "../../../database/deliveries"
import { INVITE_TEMPLATE } from "../../../emails/invite"
import { RESET_PASSWORD_TEMPLATE } from "../../../emails/reset-password"
import { SET_PASSWORD_TEMPLATE } from "../../../emails/set-password"
import { ComposedEmail } from "../types"
import { composeInviteEmail } from "./invite"
import { composePasswordEmail } from "./password"

/** Writes an email when it is about to leave. Nothing, if it is not needed any more. */
type Composer = (
  container: MedusaContainer,
  delivery: DeliveryRow
) => Promise<ComposedEmail | undefined>

const COMPOSERS: Record<string, Composer> = {
  [INVITE_TEMPLATE]: composeInviteEmail,
  [SET_PASSWORD_TEMPLATE]: composePasswordEmail,
  [RESET_PASSWORD_TEMPLATE]: composePasswordEmail,
}

/** Writes the email of a delivery. */
export const composeEmail: Composer = async (container, delivery) => {
  const compose = COMPOSERS[delivery.template]
  if (!compose) {
    throw new MedusaError(
      MedusaError.Types.NOT_FOUND,
      `This version of medusa-plugin-user-lifecycle knows no email ${delivery.template}`
    )
  }
  return await compose(container, delivery)
}
