import { transform, when, WorkflowData } from "@medusajs/framework/workflows-sdk"
import {
  AnnouncePasswordSetupStepInput,
  announcePasswordSetupStep,
} from "./steps/announce-password-setup"

/** Announces the link that a change has made for somebody who has yet to set their first password. */
export function announceSetup(
  change: WorkflowData<{ setup: AnnouncePasswordSetupStepInput | undefined }>
): void {
  when("the-password-is-to-be-set", { change }, ({ change }) => !!change.setup).then(() => {
    const setup = transform(
      { change },
      ({ change }) => change.setup ?? { entity_id: "", token: { sealed: "" } }
    )
    announcePasswordSetupStep(setup)
  })
}
