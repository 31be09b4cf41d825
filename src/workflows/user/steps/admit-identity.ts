import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { seal, unseal } from "../../../database/sealed"
import { Admitted, admitIdentity, revertAdmission } from "../transactions/admit-identity"
import { AdmitIdentityInput, AdmitIdentityResult } from "../types"

export const admitIdentityStepId = "admit-identity-step"
/**
 * This step makes a login an admin's in one transaction, if policy allows: see `admitIdentity`.
 *
 * The compensation undoes it in one transaction, too, and leaves two entries in the ledger.
 */
export const admitIdentityStep = createStep(
  admitIdentityStepId,
  async (input: AdmitIdentityInput, { container }) => {
    const admitted = await admitIdentity(container, input)
    const { user_id, created, accepted_invite_ids } = admitted
    const result: AdmitIdentityResult = { user_id, created, accepted_invite_ids }
    return new StepResponse(result, seal(container, JSON.stringify(admitted)))
  },
  async (admitted, { container }) => {
    if (admitted) {
      await revertAdmission(container, JSON.parse(unseal(container, admitted)) as Admitted)
    }
  }
)
