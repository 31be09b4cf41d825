import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ErrorCodes } from "../../../domain/error-codes"
import { isStorable } from "../../../domain/storable"
import { roleLinksOf } from "../../user/transactions/link-roles"
import { InviteUsersInput } from "../types"

export const validateInviteUsersStepId = "validate-invite-users"
/**
 * This step checks what can be checked before anything is written. Which emails can be invited is not among it: only the
 * transaction can tell. It returns the roles that are given.
 */
export const validateInviteUsersStep = createStep(
  validateInviteUsersStepId,
  async ({ invites }: InviteUsersInput, { container }) => {
    const allRoles = [...new Set(invites.flatMap((invitation) => invitation.roles ?? []))]
    // Emails that can't be stored are none, which each result says.
    if (!isStorable(invites.map(({ roles, metadata }) => ({ roles, metadata })))) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        "The input has a NUL, half a surrogate pair, or too many levels, and can't be stored."
      )
    }
    if (allRoles.length && !roleLinksOf(container)) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        "Roles can't be given: Medusa's RBAC is not enabled in this application.",
        ErrorCodes.ROLES_UNAVAILABLE
      )
    }
    return new StepResponse(allRoles)
  }
)
