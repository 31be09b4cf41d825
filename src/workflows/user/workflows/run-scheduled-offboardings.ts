import { createWorkflow, WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { runScheduledOffboardingsStep } from "../steps/run-scheduled-offboardings"
import { RunScheduledOffboardingsInput } from "../types"

export const runScheduledOffboardingsWorkflowId = "run-scheduled-offboardings"
/**
 * This workflow offboards everybody whose date has come: see `scheduleOffboardingWorkflow`. The scheduled job of the same
 * name uses it, every minute; one instance does so at a time.
 *
 * @summary Offboard everybody whose date has come.
 */
export const runScheduledOffboardingsWorkflow = createWorkflow(
  runScheduledOffboardingsWorkflowId,
  function (input: WorkflowData<RunScheduledOffboardingsInput>) {
    return new WorkflowResponse(runScheduledOffboardingsStep(input))
  }
)
