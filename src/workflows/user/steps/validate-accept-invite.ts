import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { readInviteToken } from "../../../auth/invite-token"
import { seal, Sealed, unseal } from "../../../database/sealed"
import { normalizeEmail, refuseEmailDomain } from "../../../domain/email"
import { ErrorCodes } from "../../../domain/error-codes"
import { isInvitedEmail } from "../../../domain/invite"
import { explainWeakPassword } from "../../../domain/password"
import { isStorable } from "../../../domain/storable"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { findAcceptableInvite } from "../transactions/claim-invite"
import { AcceptInviteInput } from "../types"
import { AcceptInviteStepInput } from "./accept-invite"

export type ValidateAcceptInviteStepInput = AcceptInviteInput & {
  password?: string | Sealed
  auth_identity_id?: string
}

export const validateAcceptInviteStepId = "validate-accept-invite"
/**
 * This step checks what can be checked before anything is hashed or written: that the token is an invite's, that the
 * invite can be accepted, that the email is the invited one, and that the password is strong enough. Whether all of it
 * still holds, the transaction asks again.
 */
export const validateAcceptInviteStep = createStep(
  validateAcceptInviteStepId,
  async (input: ValidateAcceptInviteStepInput, { container }) => {
    const { email, first_name, last_name, source, auth_identity_id } = input
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const token = open(container, input.token)
    const invite_id = await readInviteToken(container, token)
    const invite = await findAcceptableInvite(db, { invite_id, token })
    if (!isInvitedEmail(invite.email, email)) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        `The invite is for ${invite.email}, and can be accepted with that email only.`,
        ErrorCodes.INVITE_EMAIL_MISMATCH
      )
    }
    assertDomainIsAllowed(container, invite.email)
    if (!isStorable({ first_name, last_name })) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        "The name has a character that can't be stored."
      )
    }
    const password = input.password === undefined ? undefined : open(container, input.password)
    if (password !== undefined) {
      assertIsStrong(container, password)
    }
    const validated: AcceptInviteStepInput = {
      invite_id,
      token: seal(container, token),
      email: normalizeEmail(invite.email),
      first_name,
      last_name,
      source,
      auth_identity_id,
      password: password === undefined ? undefined : seal(container, password),
    }
    return new StepResponse(validated)
  }
)

const open = (container: MedusaContainer, value: string | Sealed) =>
  typeof value === "string" ? value : unseal(container, value)

/** Other code can have made the invite, or the option may have changed since. */
function assertDomainIsAllowed(container: MedusaContainer, email: string): void {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { allowed_email_domains } = options.provisioning
  const flaw = refuseEmailDomain(normalizeEmail(email), allowed_email_domains)
  if (flaw) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, flaw.message, flaw.code)
  }
}

function assertIsStrong(container: MedusaContainer, password: string): void {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const weakness = explainWeakPassword(password, options.provisioning.password)
  if (weakness) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, weakness, ErrorCodes.PASSWORD_TOO_WEAK)
  }
}
