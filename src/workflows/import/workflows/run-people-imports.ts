import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { runImportsStep } from "../steps/run-imports"

export const runPeopleImportsWorkflowId = "run-people-imports"
/**
 * This workflow makes the people of all imports that were confirmed users, or invites them, until there are none left. A job
 * and the subscriber on the confirmation use it. Any number of instances may run it at once: each import is done by one of
 * them, and each line once, also where an instance dies in the middle of it.
 *
 * @summary Do the imports of people that were confirmed.
 */
export const runPeopleImportsWorkflow = createWorkflow(runPeopleImportsWorkflowId, function () {
  runImportsStep()
  return new WorkflowResponse(undefined)
})
