import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { normalizeEmail, refuseEmail } from "../../domain/email"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"

/**
 * The one form of an email that an admin may have.
 *
 * @throws MedusaError `invalid_data`, code `user_lifecycle.email_invalid`, `.email_mixes_scripts` or `.email_domain_not_allowed`
 */
export function validateEmail(container: MedusaContainer, input: string): string {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const email = normalizeEmail(input)
  const flaw = refuseEmail(email, options.provisioning.allowed_email_domains)
  if (flaw) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, flaw.message, flaw.code)
  }
  return email
}
