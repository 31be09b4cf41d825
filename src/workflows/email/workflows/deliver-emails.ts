import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { deliverEmailsStep } from "../steps/deliver-emails"
import { queueLostEmailsStep } from "../steps/queue-lost-emails"

export type DeliverEmailsInput = {
  /** Only these. */
  email_ids?: string[]
}

export const deliverEmailsWorkflowId = "deliver-emails"
/**
 * This workflow delivers all emails that are due: those that failed before, those of an instance that died, and those of
 * invites that no event told of. The scheduled job of the same name uses it. Any number of instances may run it at once.
 *
 * @example
 * const { result } = await deliverEmailsWorkflow(container).run({ input: {} })
 *
 * @summary Deliver all emails that are due.
 */
export const deliverEmailsWorkflow = createWorkflow(
  deliverEmailsWorkflowId,
  function (input: WorkflowData<DeliverEmailsInput>) {
    queueLostEmailsStep()
    const wanted = transform({ input }, ({ input }) => ({ delivery_ids: input.email_ids }))
    return new WorkflowResponse(deliverEmailsStep(wanted))
  }
)
