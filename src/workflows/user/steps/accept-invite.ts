import { MedusaContainer } from "@medusajs/framework/types"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { hashPassword } from "../../../auth/hash-password"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import { seal, Sealed, unseal } from "../../../database/sealed"
import { Source } from "../../../domain/lifecycle-event"
import { LoginClaim } from "../transactions/claim-login"
import { Provisioned, provisionUser } from "../transactions/provision-user"
import { revertProvision } from "../transactions/revert-provision"
import { AcceptInviteResult } from "../types"

export type AcceptInviteStepInput = {
  invite_id: string
  token: Sealed
  /** The invite's, normalized. */
  email: string
  first_name?: string | null
  last_name?: string | null
  source?: Source
  /** Either a password, … */
  password?: Sealed
  /** … or a login that the person has. */
  auth_identity_id?: string
}

export const acceptInviteStepId = "accept-invite-step"
/**
 * This step accepts an invite in one transaction: user, login, link, access state, roles and ledger entry are written, and
 * the invite can't be accepted again. The password is hashed before it begins.
 *
 * The compensation undoes it in one transaction, too: the invite is open again.
 */
export const acceptInviteStep = createStep(
  acceptInviteStepId,
  async (input: AcceptInviteStepInput, { container }) => {
    const { invite_id, email, first_name, last_name, source } = input
    const claim = await prepareLogin(container, input)
    const provisioned = await provisionUser(
      container,
      { email, first_name, last_name, source },
      claim,
      { invite_id, token: unseal(container, input.token) }
    )
    const result: AcceptInviteResult = {
      invite_id,
      user_id: provisioned.user_id,
      email: provisioned.email,
      login: provisioned.outcome,
      auth_identity_id: provisioned.auth_identity_id,
      entity_id: provisioned.entity_id,
      needs_password: provisioned.needs_password,
    }
    return new StepResponse(result, seal(container, JSON.stringify(provisioned)))
  },
  async (provisioned, { container }) => {
    if (provisioned) {
      await revertProvision(
        container,
        JSON.parse(unseal(container, provisioned)) as Provisioned,
        {}
      )
    }
  }
)

async function prepareLogin(
  container: MedusaContainer,
  { email, password, auth_identity_id }: AcceptInviteStepInput
): Promise<LoginClaim> {
  return auth_identity_id
    ? { auth_identity_id }
    : {
        provider: PASSWORD_PROVIDER,
        password: password
          ? await hashPassword(container, email, unseal(container, password))
          : null,
      }
}
