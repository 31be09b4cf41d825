import { MedusaContainer } from "@medusajs/framework/types"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { hashPassword } from "../../../auth/hash-password"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { seal, Sealed, unseal } from "../../../database/sealed"
import { ProvisionUserInput, ProvisionUserResult } from "../types"
import { LoginClaim } from "../transactions/claim-login"
import { Provisioned, provisionUser } from "../transactions/provision-user"
import { revertProvision } from "../transactions/revert-provision"

export type ProvisionUserStepInput = Omit<ProvisionUserInput, "password"> & { password?: Sealed }

export const provisionUserStepId = "provision-user-step"
/**
 * This step provisions a person in one transaction: see `provisionUser`. The password is hashed before it begins. It
 * returns, beside the result, the token with which the person sets a password, if they have to.
 *
 * The compensation undoes it in one transaction, too, and leaves two entries in the ledger. What it needs for that can
 * hold password hashes, so it is sealed.
 */
export const provisionUserStep = createStep(
  provisionUserStepId,
  async (input: ProvisionUserStepInput, { container }) => {
    const { password, auth, ...person } = input
    const claim = await prepareLogin(container, person.email, { password, auth })
    const provisioned = await provisionUser(container, person, claim)

    const result: ProvisionUserResult = {
      user_id: provisioned.user_id,
      email: provisioned.email,
      login: provisioned.outcome,
      entity_id: provisioned.entity_id,
      needs_password: provisioned.needs_password,
    }
    const { setup_token } = provisioned
    return new StepResponse(
      { result, setup_token },
      {
        provisioned: seal(container, JSON.stringify(provisioned)),
        actor: input.actor,
        source: input.source,
      }
    )
  },
  async (compensation, { container }) => {
    if (!compensation) {
      return
    }
    const { provisioned, actor, source } = compensation
    const image = JSON.parse(unseal(container, provisioned)) as Provisioned
    await revertProvision(container, image, { actor, source })
  }
)

async function prepareLogin(
  container: MedusaContainer,
  email: string,
  { password, auth }: Pick<ProvisionUserStepInput, "password" | "auth">
): Promise<LoginClaim> {
  if (auth) {
    return auth
  }
  return {
    provider: PASSWORD_PROVIDER,
    password: password ? await hashPassword(container, email, unseal(container, password)) : null,
  }
}
