import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

/** Does nothing, and is not closed to admins: to be run, and to be listened to. */
export default createWorkflow("of-the-test", function () {
  return new WorkflowResponse(undefined)
})
