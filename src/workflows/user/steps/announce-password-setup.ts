import { IEventBusModuleService } from "@medusajs/framework/types"
import { AuthWorkflowEvents, Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { Sealed, unseal } from "../../../database/sealed"

export type AnnouncePasswordSetupStepInput = {
  /** The name of the person's password login. */
  entity_id: string
  token: Sealed
}

export const announcePasswordSetupStepId = "announce-password-setup"
/**
 * This step emits `auth.password_reset` for a person who has no password yet, as Medusa's reset does (2.21,
 * `generateResetPasswordTokenWorkflow`), so that whoever listens learns of the token. The email does not depend on it: it
 * was put on its way together with the token.
 */
export const announcePasswordSetupStep = createStep(
  announcePasswordSetupStepId,
  async ({ entity_id, token }: AnnouncePasswordSetupStepInput, { container, eventGroupId }) => {
    const eventBus: IEventBusModuleService = container.resolve(Modules.EVENT_BUS)
    await eventBus.emit({
      name: AuthWorkflowEvents.PASSWORD_RESET,
      data: { entity_id, actor_type: "user", token: unseal(container, token), metadata: {} },
      metadata: { eventGroupId },
    })
    return new StepResponse(undefined, { eventGroupId })
  },
  async (compensation, { container }) => {
    if (!compensation?.eventGroupId) {
      return
    }
    const eventBus: IEventBusModuleService = container.resolve(Modules.EVENT_BUS)
    await eventBus.clearGroupedEvents(compensation.eventGroupId, {
      eventNames: [AuthWorkflowEvents.PASSWORD_RESET],
    })
  }
)
