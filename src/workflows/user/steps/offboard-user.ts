import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { seal, unseal } from "../../../database/sealed"
import { Offboarded, offboardUser } from "../transactions/offboard-user"
import { revertOffboarding } from "../transactions/revert-offboarding"
import { OffboardUserInput } from "../types"

export const offboardUserStepId = "offboard-user-step"
/**
 * This step ends all access of a person in one transaction: see `offboardUser`.
 *
 * The compensation brings back what was there, in one transaction, and leaves two entries in the ledger. What it needs
 * for that holds password hashes, so it is sealed.
 */
export const offboardUserStep = createStep(
  offboardUserStepId,
  async (input: OffboardUserInput, { container }) => {
    const offboarded = await offboardUser(container, input)
    const { report, deleted_user } = offboarded
    return new StepResponse(
      { report, deleted_user },
      report.changed && !report.dry_run
        ? {
            offboarded: seal(container, JSON.stringify(offboarded)),
            actor: input.actor,
            source: input.source,
          }
        : undefined
    )
  },
  async (compensation, { container }) => {
    if (!compensation) {
      return
    }
    const { offboarded, actor, source } = compensation
    const image = JSON.parse(unseal(container, offboarded)) as Offboarded
    await revertOffboarding(container, image, { actor, source })
  }
)
