import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import type UserLifecycleModuleService from "../../../../../../src/modules/user_lifecycle/service"

export type RecordChangeStepInput = {
  user_id: string
  status: "active" | "offboarded"
  type: "user_provisioned" | "user_offboarded"
}

export const recordChangeStepId = "record-change-step"
/** This step writes a person's access state and ledger entry, after the change instead of with it. */
export const recordChangeStep = createStep(
  recordChangeStepId,
  async ({ user_id, status, type }: RecordChangeStepInput, { container }) => {
    const lifecycle: UserLifecycleModuleService = container.resolve("user_lifecycle")
    const [stored] = await lifecycle.listUserAccesses({ user_id })
    if (stored) {
      await lifecycle.updateUserAccesses({ id: stored.id, status })
    } else {
      await lifecycle.createUserAccesses({ user_id, status })
    }
    await lifecycle.appendToLedger({ type, user_id, actor: { type: "system" } })
    return new StepResponse(undefined)
  }
)
