import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { assertProviderForUsers, PASSWORD_PROVIDER } from "../../../auth/providers"
import { seal, unseal } from "../../../database/sealed"
import { ErrorCode, ErrorCodes } from "../../../domain/error-codes"
import { explainWeakPassword } from "../../../domain/password"
import { isStorable } from "../../../domain/storable"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { roleLinksOf } from "../transactions/link-roles"
import { ProvisionUserInput } from "../types"
import { validateEmail } from "../validate-email"
import { ProvisionUserStepInput } from "./provision-user"

export const validateProvisionUserStepId = "validate-provision-user"
/**
 * This step checks what can be checked before anything is hashed or written, and normalizes the email. Whether the
 * email is taken is not among it: only the transaction can tell.
 */
export const validateProvisionUserStep = createStep(
  validateProvisionUserStepId,
  async (input: ProvisionUserInput, { container }) => {
    const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
    const { password: passwordPolicy } = lifecycle.options.provisioning
    const email = validateEmail(container, input.email)
    const { password, ...rest } = input

    if (!isStorable(rest)) {
      throw invalid(
        "The input has a NUL, half a surrogate pair, or too many levels, and can't be stored."
      )
    }
    if (input.auth && password) {
      throw invalid(
        "Give either a password or auth, not both: a person has one login to begin with."
      )
    }
    if (input.auth?.provider === PASSWORD_PROVIDER) {
      throw invalid(`Give the password as "password"; "auth" is for other providers.`)
    }
    // Without auth it is a password, now or by way of an email, which may open nothing in this application.
    await assertProviderForUsers(container, input.auth?.provider ?? PASSWORD_PROVIDER)
    if (input.roles?.length && !roleLinksOf(container)) {
      throw invalid(
        "Roles can't be given: Medusa's RBAC is not enabled in this application.",
        ErrorCodes.ROLES_UNAVAILABLE
      )
    }
    const sealedPassword = typeof password === "string" ? seal(container, password) : password
    const weakness =
      sealedPassword && explainWeakPassword(unseal(container, sealedPassword), passwordPolicy)
    if (weakness) {
      throw invalid(weakness, ErrorCodes.PASSWORD_TOO_WEAK)
    }
    const validated: ProvisionUserStepInput = { ...rest, email, password: sealedPassword }
    return new StepResponse(validated)
  }
)

function invalid(message: string, code?: ErrorCode): MedusaError {
  return new MedusaError(MedusaError.Types.INVALID_DATA, message, code)
}
