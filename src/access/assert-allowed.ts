import { MedusaError } from "@medusajs/framework/utils"
import { AccessDecision, accessRefusalMessages } from "../domain/access"

/** @throws MedusaError `unauthorized` with the code of the refusal, if access is refused */
export function assertAllowed(decision: AccessDecision): void {
  if (!decision.allowed) {
    const { code } = decision
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, accessRefusalMessages[code], code)
  }
}
