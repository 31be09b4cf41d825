import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { findUserOfLogin } from "../../../database/identities"
import { findLivingUserByEmail } from "../../../database/users"
import { ErrorCodes } from "../../../domain/error-codes"
import { emailTaken } from "../transactions/provision-user"
import { ProvisionUserStepInput } from "./provision-user"

export const checkProvisionUserStepId = "check-provision-user-step"
/**
 * This step checks that neither the email nor the login of a person is a living user's.
 *
 * @throws MedusaError `duplicate_error` if one of them is
 */
export const checkProvisionUserStep = createStep(
  checkProvisionUserStepId,
  async ({ email, auth }: ProvisionUserStepInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const taken = await findLivingUserByEmail(db, email)
    if (taken) {
      throw emailTaken(email, taken.id)
    }
    const { provider, entity_id } = auth ?? { provider: PASSWORD_PROVIDER, entity_id: email }
    const holder = await findUserOfLogin(db, { provider, entity_id })
    if (holder) {
      throw new MedusaError(
        MedusaError.Types.DUPLICATE_ERROR,
        `The login "${entity_id}" at "${provider}" already belongs to user ${holder}.`,
        ErrorCodes.LOGIN_TAKEN
      )
    }
    return new StepResponse(undefined)
  }
)
