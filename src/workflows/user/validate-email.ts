import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { isAllowedEmailDomain, isEmail, normalizeEmail } from "../../domain/email"
import { ErrorCodes } from "../../domain/error-codes"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"

/**
 * The one form of an email that an admin may have.
 *
 * @throws MedusaError `invalid_data`, code `user_lifecycle.email_invalid` or `.email_domain_not_allowed`
 */
export function validateEmail(container: MedusaContainer, input: string): string {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { allowed_email_domains } = lifecycle.options.provisioning
  const email = normalizeEmail(input)

  if (!isEmail(email)) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `"${email}" is not an email address.`,
      ErrorCodes.EMAIL_INVALID
    )
  }
  if (!isAllowedEmailDomain(email, allowed_email_domains)) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `${email} can't become a user: its domain is not among ${allowed_email_domains?.join(", ")} ` +
        "(option provisioning.allowed_email_domains).",
      ErrorCodes.EMAIL_DOMAIN_NOT_ALLOWED
    )
  }
  return email
}
