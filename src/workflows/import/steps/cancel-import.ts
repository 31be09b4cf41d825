import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { cancelImport } from "../cancel-import"
import { CancelImportInput } from "../types"

export const cancelImportStepId = "cancel-import"
/**
 * This step ends an import that is not over: see `cancelImport`. It returns whether it was not.
 *
 * There is no compensation: the passwords are gone.
 */
export const cancelImportStep = createStep(
  cancelImportStepId,
  async (input: CancelImportInput, { container }) => {
    return new StepResponse(await cancelImport(container, input))
  }
)
