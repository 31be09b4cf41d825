import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { runScheduledOffboardingsStep } from "../steps/run-scheduled-offboardings"

export const runScheduledOffboardingsWorkflowId = "run-scheduled-offboardings"
/**
 * This workflow offboards everybody whose date has come: see `scheduleOffboardingWorkflow`. The scheduled job of the same
 * name uses it, every minute; one instance does so at a time.
 *
 * @summary Offboard everybody whose date has come.
 */
export const runScheduledOffboardingsWorkflow = createWorkflow(
  runScheduledOffboardingsWorkflowId,
  function () {
    return new WorkflowResponse(runScheduledOffboardingsStep())
  }
)
